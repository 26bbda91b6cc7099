//! `not-an-article`

use crate::document::Document;
use crate::lang::{LANGUAGES_WITH_DATA, Language, find_furniture, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags short documents that are an error page, a login, a consent wall or a test for robots.
    ///
    /// ## Why
    ///
    /// The article is not in the file: in its place the site asked for a password, for consent or for a proof that
    /// somebody reads, or it had no such page. In a list of documents it counts as one all the same.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Page not found
    /// Sorry, the page you are looking for is no longer here.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Bridge closed
    /// The old bridge is closed until the end of May, the town said on Monday.
    /// ```
    ///
    /// ## Formula
    ///
    /// A document of at most 1,500 bytes and 20 lines, in which one of the first 3 lines that are not blank, or two
    /// lines anywhere, are or begin with what such pages say, in one of the languages of the rule. Numbers before it,
    /// such as `404`, are passed over. Not one with an article in it: three paragraphs, or two where those lines have at
    /// most 40 bytes, of at least 80 bytes each, that end as sentences and of which no list of phrases knows anything.
    ///
    /// ## Exceptions
    ///
    /// Longer documents are never reported: in them such a line is a box beside the article. A short notice about a
    /// missing page would be reported, and a page that explains its error in three paragraphs would not. A comma behind
    /// the phrase says that it is quoted ("Please enable JavaScript, says the page").
    ///
    /// ## Fix safety
    ///
    /// There is no fix: fetch the article, or leave the document out.
    NotAnArticle {
        id: "not-an-article",
        category: Quality,
        severity: Error,
        fix: None,
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

/// A longer document has an article in it. In bytes.
const LONGEST: usize = 1500;

/// So do more lines.
const MOST_LINES: usize = 20;

/// A shorter line is none of the paragraphs of an article. In bytes.
const SHORTEST_PARAGRAPH: usize = 80;

/// So many paragraphs about something else are an article, below buttons and names of pages ("Log in").
const PARAGRAPHS_BESIDE_BUTTONS: usize = 2;

/// The same below whole sentences: error pages have some more of their own.
const PARAGRAPHS: usize = 3;

/// A longer line is a sentence, and no button. In bytes.
const LONGEST_BUTTON: usize = 40;

/// How many of the first lines are looked at for a single sign.
const HEAD: usize = 3;

impl DocumentRule for NotAnArticle {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.body().len() > LONGEST || document.lines().len() > MOST_LINES {
            return;
        }
        let lines = document.head(MOST_LINES).filter_map(|line| Some((line, document.str(line.span)?)));
        let signs: Vec<(usize, _)> = lines.enumerate().filter(|(_, (_, text))| says_so(text)).collect();
        let Some((place, (line, _))) = signs.first() else { return };
        if *place >= HEAD && signs.len() < 2 {
            return;
        }
        let is_brief = signs.iter().all(|(_, (line, _))| line.span.len() <= LONGEST_BUTTON);
        let enough = if is_brief { PARAGRAPHS_BESIDE_BUTTONS } else { PARAGRAPHS };
        let lines = document.head(MOST_LINES).filter_map(|line| document.str(line.span));
        if lines.filter(|text| is_of_article(text, document.language())).nth(enough - 1).is_some() {
            return;
        }
        let said = shown(line.span.of(document.bytes()));
        report
            .finding(line.span, format!("there is no article here, but a page that says: `{said}`"))
            .label("what the site said in its place")
            .help("fetch the article again, or leave the document out");
    }
}

/// Whether a line is a paragraph, and of nothing that such pages and what stands around articles speak of.
fn is_of_article(text: &str, language: Option<Language>) -> bool {
    let text = text.trim_end();
    text.len() >= SHORTEST_PARAGRAPH
        && text.ends_with(['.', '!', '?', '\u{3002}'])
        && !says_so(text)
        && find_furniture(text, language).is_empty()
        && knowledge().signals.find(text).is_none()
}

/// Whether a line says that there is no article, and does not quote who does: "Please enable JavaScript, says the page".
fn says_so(text: &str) -> bool {
    knowledge().no_article.find(text).is_some_and(|found| !found.is_before_comma(text))
}
