//! What stands around an article and is not the article: the kinds that phrases are known for.

use serde::Deserialize;

use super::phrases::Mode;

/// What a phrase at the beginning or the end of a document is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The heading or the prompt of a comment section.
    CommentHeading,
    /// A comment by a reader: what stands above, below and between comments.
    ReaderComment,
    /// A pointer to a video, a recording or pictures.
    RelatedMedia,
    /// A pointer to other articles.
    RelatedLink,
    /// A newsletter, a channel or an app is offered.
    Newsletter,
    /// Something is for subscribers, or for those who log in.
    Paywall,
    /// Money or support is asked for.
    DonationAppeal,
    /// Sharing, following, printing.
    Share,
    /// Rights and terms of use.
    Copyright,
    /// Whose opinion the text is, and whose not.
    OpinionDisclaimer,
    /// Where else the text was published, and what was changed in it.
    Republication,
    /// What is advertising, and advertising itself.
    Advertising,
    /// When the text was published.
    Dateline,
    /// When the text was changed.
    Update,
    /// Where pictures and facts come from.
    Credit,
    /// Who wrote it.
    Byline,
    /// How long it takes to read.
    ReadingTime,
    /// Tags, categories, breadcrumbs.
    Tags,
    /// Menus, buttons, and what a browser says.
    Navigation,
    /// Cookies and consent.
    Cookie,
    /// Remains of programs and of what was embedded: recognised by shape, not by phrases.
    Debris,
}

impl Topic {
    /// Whether what stands there tells something about the text, and does not belong to another thing on the page.
    pub const fn is_about_the_text(self) -> bool {
        matches!(self, Self::Credit | Self::Byline | Self::ReadingTime | Self::Dateline | Self::Update)
    }

    /// All topics that have phrases.
    pub const ALL: [Self; 20] = [
        Self::CommentHeading,
        Self::ReaderComment,
        Self::RelatedMedia,
        Self::RelatedLink,
        Self::Newsletter,
        Self::Paywall,
        Self::DonationAppeal,
        Self::Share,
        Self::Copyright,
        Self::OpinionDisclaimer,
        Self::Republication,
        Self::Advertising,
        Self::Dateline,
        Self::Update,
        Self::Credit,
        Self::Byline,
        Self::ReadingTime,
        Self::Tags,
        Self::Navigation,
        Self::Cookie,
    ];
}

/// The phrases of a topic, by how they have to stand in their line.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct Phrases {
    /// Whole lines.
    line: Vec<&'static str>,
    /// Whole lines below which all belongs to them: "Comments".
    heading: Vec<&'static str>,
    /// Whole lines with a number before or after: "3 responses".
    counted: Vec<&'static str>,
    /// Beginnings of lines.
    start: Vec<&'static str>,
    /// Beginnings of lines that have a number before: "3 thoughts on …".
    counted_start: Vec<&'static str>,
    /// Beginnings of short lines that are no sentence: "More from …".
    brief: Vec<&'static str>,
    /// Beginnings of lines that end as a headline does, and not as a statement: "Lire aussi …".
    teaser: Vec<&'static str>,
    /// Beginnings of lines that a colon, a bar or an arrow follows.
    label: Vec<&'static str>,
    /// The same with a colon, of one word that has other uses: a line that begins so must have a title after the colon.
    short_label: Vec<&'static str>,
    /// Whole lines that a text may have, too, and does not end in: "What do you think?". They count where nothing but the
    /// page follows.
    last: Vec<&'static str>,
    /// Beginnings of lines behind which names stand, and nothing else: "The interview was conducted by …".
    named: Vec<&'static str>,
    /// Beginnings of lines that a colon follows, and the identifier of a paper somewhere behind it: "More information: …".
    cited: Vec<&'static str>,
    /// What a page put behind the last sentence of the text, on the same line: "… for eight months. Comments". Only of
    /// comments and of sharing.
    pub(super) behind: Vec<&'static str>,
    /// Names of sections, which are a menu where they stand in a row on one line: "Politics | Business | Sports".
    pub(super) section: Vec<&'static str>,
    /// Words that say the topic together with one of the next list, wherever they stand in a short line.
    pub(super) word: Vec<&'static str>,
    /// What has to stand beside them.
    pub(super) with: Vec<&'static str>,
}

impl Phrases {
    /// The lists, each with how its entries have to stand in their line.
    pub(super) fn lists(&self) -> [(Mode, &[&'static str]); 12] {
        [
            (Mode::Line, &self.line),
            (Mode::Heading, &self.heading),
            (Mode::CountedLine, &self.counted),
            (Mode::Start, &self.start),
            (Mode::CountedStart, &self.counted_start),
            (Mode::Brief, &self.brief),
            (Mode::Teaser, &self.teaser),
            (Mode::Label, &self.label),
            (Mode::ShortLabel, &self.short_label),
            (Mode::Last, &self.last),
            (Mode::Named, &self.named),
            (Mode::Cited, &self.cited),
        ]
    }
}
