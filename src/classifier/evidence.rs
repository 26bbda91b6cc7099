//! What speaks for a verdict, as far as it can be said in words.
//!
//! The trees cannot be asked why. What is said here is what a reader can see: what a line looks like, and
//! that it has nothing to do with the text.

use super::cues::Cues;
use super::folded::Folded;
use super::window::Window;

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Look {
    /// A heading, a prompt or a comment of readers.
    Comment,
    /// A pointer to other articles.
    Related,
    /// A pointer to a video, a recording or pictures.
    Media,
    /// An offer of a newsletter or a subscription.
    Subscription,
    /// A form to log in or to register.
    Account,
    /// Buttons to share or to follow.
    Share,
    /// A note about rights.
    Rights,
    /// Advertising.
    Advertising,
    /// Cookies, privacy, terms of use.
    Policy,
    /// An appeal for money.
    Support,
    /// A disclaimer.
    Disclaimer,
    /// A link of a menu or a list of tags.
    Menu,
    /// Address, telephone, e-mail.
    Contact,
    /// A call to do something on the page.
    Action,
    /// A heading of another article.
    Teaser,
    /// Whatever else stands on a page.
    Furniture,
}

/// Kinds of cues and what a line with one of them looks like, the most telling first.
const LOOKS: [(&str, Look); 17] = [
    ("comment", Look::Comment),
    ("rights", Look::Rights),
    ("policy", Look::Policy),
    ("subscribe", Look::Subscription),
    ("support", Look::Support),
    ("related", Look::Related),
    ("share", Look::Share),
    ("network", Look::Share),
    ("account", Look::Account),
    ("advert", Look::Advertising),
    ("media", Look::Media),
    ("reply", Look::Comment),
    ("greeting", Look::Comment),
    ("disclaimer", Look::Disclaimer),
    ("contact", Look::Contact),
    ("menu", Look::Menu),
    ("action", Look::Action),
];

/// From so many words on, a line that looks like nothing else looks like a headline.
const HEADLINE: usize = 4;

impl Look {
    /// How it is named in a message: "looks like …".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comment => "a comment section",
            Self::Related => "a link to other articles",
            Self::Media => "a pointer to other media",
            Self::Subscription => "an offer to subscribe",
            Self::Account => "a log-in form",
            Self::Share => "share buttons",
            Self::Rights => "a note about rights",
            Self::Advertising => "advertising",
            Self::Policy => "a notice about privacy or terms",
            Self::Support => "an appeal for support",
            Self::Disclaimer => "a disclaimer",
            Self::Menu => "a menu",
            Self::Contact => "contact details",
            Self::Action => "a button",
            Self::Teaser => "a teaser",
            Self::Furniture => "a part of the page",
        }
    }
}

/// What speaks for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the line looks like.
    pub look: Look,
    /// Whether it has words, and none of them stands anywhere else in the text.
    pub shares_no_word: bool,
    /// Whether its neighbours are short lines.
    pub is_among_short_lines: bool,
    /// Whether a word of it says what it looks like: a cue of one of the kinds in `LOOKS`. Cues of the other kinds,
    /// such as `we` or `dated`, say nothing about that, and do not count here.
    pub has_look: bool,
}

impl Evidence {
    /// What speaks for the line at this place of the window.
    pub fn of(window: &Window<'_>, at: usize, line: &str) -> Self {
        let cues = Cues::of(&Folded::new(line));
        let look = LOOKS.iter().find(|(kind, _)| cues.has(kind)).map(|(_, look)| *look);
        let is_headline = line.split_whitespace().nth(HEADLINE - 1).is_some();
        let overlap = window.overlap(at);
        Self {
            look: look.unwrap_or(if is_headline { Look::Teaser } else { Look::Furniture }),
            shares_no_word: overlap.known == 0 && overlap.new > 0,
            is_among_short_lines: window.is_among_short_lines(at),
            has_look: look.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cues::KINDS;
    use super::*;

    #[test]
    fn every_look_is_that_of_a_kind() {
        for (kind, _) in LOOKS {
            assert!(KINDS.contains(&kind), "`{kind}` is no kind");
        }
    }
}
