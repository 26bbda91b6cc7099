//! `page-navigation`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that is a menu, a button, or a notice of the browser.
    ///
    /// ## Why
    ///
    /// Words that help to move on a page lead nowhere in a text, and stand in as many documents as the site has
    /// pages: "Back to top", "Skip to content".
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Back to top
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three or last five lines that are not blank is a known button or menu ("Zurück zur Übersicht"),
    /// or begins as a notice of the browser ("Please enable JavaScript"). Lines are compared without case, without
    /// bullets, arrows and numbers in front and signs behind, with phrases of all of its languages; of those but Dutch,
    /// English, French, German, Italian, Portuguese and Spanish, one counts only where the document is in that
    /// language, or in none that is known. Or one of these lines but the first, of at most 80 bytes, is the numbers of
    /// pages from 1 on, three or more, with a gap in them or an arrow or a button beside them ("1 2 3 … 12").
    ///
    /// Before a notice, one of a list of words may say that it is one, with a colon or a stop ("Hinweis: Sie verwenden
    /// einen veralteten Browser"), in a line of at most 320 bytes. And so is the line that the software of wikis writes
    /// below a title: "From" and a name that ends in "wiki" or "pedia", and nothing else but two to five words behind a
    /// comma.
    ///
    /// A line of 120 bytes at most is found, too, where it is a row of such lines and of names of sections, and nothing
    /// else ("Impressum | Datenschutz | Kontakt", "Politics | Business | Sports"): of two, if there is a bar between
    /// them or they have three words and one is a button or menu; of three names of sections with bars, of four without.
    /// On the first line, three parts are asked for. A comma or a stop at the end make it text.
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a colon or
    /// a semicolon, and so does one line of that length between two that are found, unless it ends in a stop. All of
    /// them are one finding. So do lines below a heading up to fifteen lines above the last five, if between it and
    /// them are only such lines and one of the last five has at most 60 bytes and an address to write to: a contact for
    /// the press.
    ///
    /// A button that stands twice or more between the first and the last lines is one in the sections of a text ("Get
    /// directions" in a list of walks): it is found, and the lines below it are not.
    ///
    /// ## Exceptions
    ///
    /// Paths that begin in different places are menus of a program ("File > Save As > Format", "Edit > Preferences >
    /// Saving"). A single word between two paragraphs is the name of a section ("Navigation"), and what has a comma
    /// behind a notice quotes it ("Please enable JavaScript, says the page").
    ///
    /// A heading that texts have as often as pages ("Learn more", "Kontakt", "Vidéo") is left alone above a paragraph: a
    /// line of 80 bytes or more that ends in a full stop, an exclamation mark, a question mark or a colon.
    ///
    /// Menus in words of the site itself are not found. Single words such as "Contact" on the first line are left
    /// alone: they may be the title.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    PageNavigation {
        id: "page-navigation",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for PageNavigation {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::Navigation, wording, report);
    }
}
