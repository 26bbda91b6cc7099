//! All rules: one file each, in the folder of its category.
//!
//! To add a rule, write `src/rules/<category>/<id>.rs`, its fixtures in `fixtures/rules/<id>/`, and its two lines
//! here: the `mod` line, which Rust asks for, and its entry in [`ALL`]. Both lists are sorted. A test says what is
//! missing if one of them is forgotten; `CONTRIBUTING.md` has the rest.

use crate::rule::AnyRule::{self, Corpus, Document, Run};

mod code;
mod flaws;
mod ids;
mod line_endings;
mod prose;
mod registered;
mod slips;
mod spaces;
mod subject;
mod text_fix;
mod wording;
mod words;

pub(crate) use duplication::registered_near_duplicate;
pub(crate) use format::{invalid_attribute_value, missing_attribute, unused_allow};
pub(crate) use identity::registered_document;

mod boilerplate {
    pub(super) mod advertising_label;
    mod blocks;
    pub(super) mod boilerplate_line;
    pub(super) mod byline;
    pub(super) mod cookie_notice;
    pub(super) mod copyright_notice;
    pub(super) mod credit_line;
    pub(super) mod date_mismatch;
    mod datelines;
    pub(super) mod donation_appeal;
    pub(super) mod inline_boilerplate;
    mod inline_links;
    pub(super) mod leading_dateline;
    pub(super) mod newsletter_prompt;
    pub(super) mod opinion_disclaimer;
    pub(super) mod page_debris;
    pub(super) mod page_navigation;
    pub(super) mod paywall_prompt;
    pub(super) mod possible_boilerplate;
    pub(super) mod reader_comment;
    pub(super) mod reading_time;
    pub(super) mod related_link;
    pub(super) mod related_media;
    pub(super) mod repeated_title;
    pub(super) mod republication_notice;
    pub(super) mod share_prompt;
    pub(super) mod tag_list;
    pub(super) mod trailing_comment_heading;
    pub(super) mod trailing_dateline;
    mod verdicts;
}

mod duplication {
    mod alike;
    pub(super) mod contained_text;
    pub(super) mod duplicate_text;
    pub(super) mod duplicate_wording;
    pub(super) mod near_duplicate;
    mod recurring;
    pub(super) mod recurring_line;
    pub(crate) mod registered_near_duplicate;
    pub(super) mod registered_text;
    pub(super) mod registered_wording;
    pub(super) mod repeated_paragraph;
    mod texts;
}

mod encoding {
    pub(super) mod ansi_escape;
    mod bidi;
    pub(super) mod bidi_control;
    pub(super) mod byte_order_mark;
    mod characters;
    pub(super) mod compatibility_character;
    pub(super) mod control_character;
    mod escape_sequence;
    mod escaped;
    pub(super) mod escaped_line_break;
    pub(super) mod escaped_quote;
    pub(super) mod escaped_unicode;
    pub(super) mod html_entity;
    pub(super) mod invalid_utf8;
    pub(super) mod invisible_character;
    pub(super) mod line_separator;
    pub(super) mod mixed_line_endings;
    pub(super) mod mixed_script_word;
    pub(super) mod mojibake;
    pub(super) mod noncharacter;
    pub(super) mod not_nfc;
    pub(super) mod odd_space;
    pub(super) mod private_use;
    pub(super) mod replacement_character;
    pub(super) mod trailing_whitespace;
    pub(super) mod unassigned_character;
    pub(super) mod unbalanced_bidi_control;
    pub(super) mod utf16_input;
    mod windows_1252;
}

mod format {
    mod brackets;
    pub(super) mod crlf_line_ending;
    mod dates;
    pub(super) mod document_end_marker;
    pub(super) mod duplicate_attribute;
    pub(super) mod empty_document;
    pub(super) mod empty_file;
    pub(super) mod fullwidth_marker;
    pub(crate) mod invalid_attribute_value;
    pub(super) mod invalid_date;
    pub(super) mod lone_carriage_return;
    pub(super) mod malformed_attribute;
    pub(super) mod malformed_id;
    pub(super) mod marker_brackets;
    pub(super) mod marker_case;
    pub(super) mod marker_indentation;
    pub(super) mod marker_spacing;
    pub(super) mod marker_spelling;
    pub(super) mod marker_too_long;
    pub(super) mod merge_conflict_marker;
    pub(super) mod misplaced_corpus_marker;
    pub(crate) mod missing_attribute;
    pub(super) mod no_marker;
    pub(super) mod nul_byte;
    pub(super) mod reserved_marker;
    mod stray_text;
    pub(super) mod text_after_end;
    pub(super) mod text_before_first_document;
    pub(super) mod unquoted_id;
    pub(super) mod unsupported_version;
    pub(crate) mod unused_allow;
    mod urls;
}

mod identity {
    pub(super) mod colliding_id;
    pub(super) mod duplicate_id;
    pub(super) mod missing_id;
    pub(crate) mod registered_document;
    pub(super) mod registered_id;
}

mod language {
    pub(super) mod foreign_line;
    pub(super) mod invalid_language_tag;
    pub(super) mod language_mismatch;
    pub(super) mod missing_language;
    pub(super) mod mixed_scripts;
}

mod privacy {
    pub(super) mod card_number;
    pub(super) mod email_address;
    pub(super) mod iban;
    mod numbers;
    pub(super) mod phone_number;
}

mod quality {
    pub(super) mod digit_heavy_text;
    pub(super) mod lost_spaces;
    pub(super) mod markup_residue;
    pub(super) mod not_an_article;
    pub(super) mod repetitive_text;
    pub(super) mod script_residue;
    pub(super) mod short_document;
    pub(super) mod symbol_heavy_text;
    pub(super) mod table_residue;
    pub(super) mod template_variable;
}

mod truncation {
    pub(super) mod broken_compound;
    pub(super) mod cut_marker;
    pub(super) mod cut_mid_sentence;
    pub(super) mod cut_mid_word;
    pub(super) mod declared_size_mismatch;
    pub(super) mod ellipsis_ending;
    pub(super) mod empty_brackets;
    pub(super) mod empty_quotes;
    pub(super) mod end_marker_mismatch;
    pub(super) mod excised_text;
    pub(super) mod length_spike;
    pub(super) mod paywall_ending;
    pub(super) mod possible_cut;
    pub(super) mod protected_email;
    pub(super) mod read_more_ending;
    mod sentence;
    pub(super) mod start_mid_sentence;
    pub(super) mod unfinished_sentence;
    mod verdict;
}

mod typography {
    pub(super) mod blank_run;
    pub(super) mod doubled_punctuation;
    pub(super) mod doubled_word;
    pub(super) mod glued_sentences;
    pub(super) mod glued_words;
    pub(super) mod hyphenation_residue;
    pub(super) mod missing_no_break_space;
    pub(super) mod mixed_apostrophes;
    pub(super) mod mixed_quotes;
    pub(super) mod repeated_space;
    pub(super) mod space_before_punctuation;
    pub(super) mod tab_in_text;
}

/// Every rule, in the order of ids.
pub static ALL: &[AnyRule] = &[
    Document(&boilerplate::advertising_label::AdvertisingLabel),
    Document(&encoding::ansi_escape::AnsiEscape),
    Document(&encoding::bidi_control::BidiControl),
    Document(&typography::blank_run::BlankRun),
    Document(&boilerplate::boilerplate_line::BoilerplateLine),
    Document(&truncation::broken_compound::BrokenCompound),
    Document(&boilerplate::byline::Byline),
    Document(&encoding::byte_order_mark::ByteOrderMark),
    Document(&privacy::card_number::CardNumber),
    Corpus(&identity::colliding_id::CollidingId),
    Document(&encoding::compatibility_character::CompatibilityCharacter),
    Corpus(&duplication::contained_text::ContainedText),
    Document(&encoding::control_character::ControlCharacter),
    Document(&boilerplate::cookie_notice::CookieNotice),
    Document(&boilerplate::copyright_notice::CopyrightNotice),
    Document(&boilerplate::credit_line::CreditLine),
    Document(&format::crlf_line_ending::CrlfLineEnding),
    Document(&truncation::cut_marker::CutMarker),
    Document(&truncation::cut_mid_sentence::CutMidSentence),
    Corpus(&truncation::cut_mid_word::CutMidWord),
    Document(&boilerplate::date_mismatch::DateMismatch),
    Document(&truncation::declared_size_mismatch::DeclaredSizeMismatch),
    Document(&quality::digit_heavy_text::DigitHeavyText),
    Document(&format::document_end_marker::DocumentEndMarker),
    Document(&boilerplate::donation_appeal::DonationAppeal),
    Document(&typography::doubled_punctuation::DoubledPunctuation),
    Document(&typography::doubled_word::DoubledWord),
    Document(&format::duplicate_attribute::DuplicateAttribute),
    Corpus(&identity::duplicate_id::DuplicateId),
    Corpus(&duplication::duplicate_text::DuplicateText),
    Corpus(&duplication::duplicate_wording::DuplicateWording),
    Document(&truncation::ellipsis_ending::EllipsisEnding),
    Document(&privacy::email_address::EmailAddress),
    Document(&truncation::empty_brackets::EmptyBrackets),
    Document(&format::empty_document::EmptyDocument),
    Document(&format::empty_file::EmptyFile),
    Document(&truncation::empty_quotes::EmptyQuotes),
    Corpus(&truncation::end_marker_mismatch::EndMarkerMismatch),
    Document(&encoding::escaped_line_break::EscapedLineBreak),
    Document(&encoding::escaped_quote::EscapedQuote),
    Document(&encoding::escaped_unicode::EscapedUnicode),
    Document(&truncation::excised_text::ExcisedText),
    Document(&language::foreign_line::ForeignLine),
    Document(&format::fullwidth_marker::FullwidthMarker),
    Document(&typography::glued_sentences::GluedSentences),
    Document(&typography::glued_words::GluedWords),
    Document(&encoding::html_entity::HtmlEntity),
    Document(&typography::hyphenation_residue::HyphenationResidue),
    Document(&privacy::iban::Iban),
    Document(&boilerplate::inline_boilerplate::InlineBoilerplate),
    Document(&invalid_attribute_value::InvalidAttributeValue),
    Document(&format::invalid_date::InvalidDate),
    Document(&language::invalid_language_tag::InvalidLanguageTag),
    Document(&encoding::invalid_utf8::InvalidUtf8),
    Document(&encoding::invisible_character::InvisibleCharacter),
    Document(&language::language_mismatch::LanguageMismatch),
    Document(&boilerplate::leading_dateline::LeadingDateline),
    Corpus(&truncation::length_spike::LengthSpike),
    Document(&encoding::line_separator::LineSeparator),
    Document(&format::lone_carriage_return::LoneCarriageReturn),
    Document(&quality::lost_spaces::LostSpaces),
    Document(&format::malformed_attribute::MalformedAttribute),
    Document(&format::malformed_id::MalformedId),
    Document(&format::marker_brackets::MarkerBrackets),
    Document(&format::marker_case::MarkerCase),
    Document(&format::marker_indentation::MarkerIndentation),
    Document(&format::marker_spacing::MarkerSpacing),
    Document(&format::marker_spelling::MarkerSpelling),
    Document(&format::marker_too_long::MarkerTooLong),
    Document(&quality::markup_residue::MarkupResidue),
    Document(&format::merge_conflict_marker::MergeConflictMarker),
    Document(&format::misplaced_corpus_marker::MisplacedCorpusMarker),
    Document(&missing_attribute::MissingAttribute),
    Document(&identity::missing_id::MissingId),
    Document(&language::missing_language::MissingLanguage),
    Document(&typography::missing_no_break_space::MissingNoBreakSpace),
    Document(&typography::mixed_apostrophes::MixedApostrophes),
    Document(&encoding::mixed_line_endings::MixedLineEndings),
    Document(&typography::mixed_quotes::MixedQuotes),
    Document(&encoding::mixed_script_word::MixedScriptWord),
    Document(&language::mixed_scripts::MixedScripts),
    Document(&encoding::mojibake::Mojibake),
    Corpus(&duplication::near_duplicate::NearDuplicate),
    Document(&boilerplate::newsletter_prompt::NewsletterPrompt),
    Document(&format::no_marker::NoMarker),
    Document(&encoding::noncharacter::Noncharacter),
    Document(&quality::not_an_article::NotAnArticle),
    Document(&encoding::not_nfc::NotNfc),
    Document(&format::nul_byte::NulByte),
    Document(&encoding::odd_space::OddSpace),
    Document(&boilerplate::opinion_disclaimer::OpinionDisclaimer),
    Document(&boilerplate::page_debris::PageDebris),
    Document(&boilerplate::page_navigation::PageNavigation),
    Document(&truncation::paywall_ending::PaywallEnding),
    Document(&boilerplate::paywall_prompt::PaywallPrompt),
    Document(&privacy::phone_number::PhoneNumber),
    Document(&boilerplate::possible_boilerplate::PossibleBoilerplate),
    Corpus(&truncation::possible_cut::PossibleCut),
    Document(&encoding::private_use::PrivateUse),
    Document(&truncation::protected_email::ProtectedEmail),
    Document(&truncation::read_more_ending::ReadMoreEnding),
    Document(&boilerplate::reader_comment::ReaderComment),
    Document(&boilerplate::reading_time::ReadingTime),
    Corpus(&duplication::recurring_line::RecurringLine),
    Corpus(&registered_document::RegisteredDocument),
    Corpus(&identity::registered_id::RegisteredId),
    Corpus(&registered_near_duplicate::RegisteredNearDuplicate),
    Corpus(&duplication::registered_text::RegisteredText),
    Corpus(&duplication::registered_wording::RegisteredWording),
    Document(&boilerplate::related_link::RelatedLink),
    Document(&boilerplate::related_media::RelatedMedia),
    Document(&duplication::repeated_paragraph::RepeatedParagraph),
    Document(&typography::repeated_space::RepeatedSpace),
    Document(&boilerplate::repeated_title::RepeatedTitle),
    Document(&quality::repetitive_text::RepetitiveText),
    Document(&encoding::replacement_character::ReplacementCharacter),
    Document(&boilerplate::republication_notice::RepublicationNotice),
    Document(&format::reserved_marker::ReservedMarker),
    Document(&quality::script_residue::ScriptResidue),
    Document(&boilerplate::share_prompt::SharePrompt),
    Document(&quality::short_document::ShortDocument),
    Document(&typography::space_before_punctuation::SpaceBeforePunctuation),
    Document(&truncation::start_mid_sentence::StartMidSentence),
    Document(&quality::symbol_heavy_text::SymbolHeavyText),
    Document(&typography::tab_in_text::TabInText),
    Document(&quality::table_residue::TableResidue),
    Document(&boilerplate::tag_list::TagList),
    Document(&quality::template_variable::TemplateVariable),
    Document(&format::text_after_end::TextAfterEnd),
    Document(&format::text_before_first_document::TextBeforeFirstDocument),
    Document(&boilerplate::trailing_comment_heading::TrailingCommentHeading),
    Document(&boilerplate::trailing_dateline::TrailingDateline),
    Document(&encoding::trailing_whitespace::TrailingWhitespace),
    Document(&encoding::unassigned_character::UnassignedCharacter),
    Document(&encoding::unbalanced_bidi_control::UnbalancedBidiControl),
    Corpus(&truncation::unfinished_sentence::UnfinishedSentence),
    Document(&format::unquoted_id::UnquotedId),
    Document(&format::unsupported_version::UnsupportedVersion),
    Run(&unused_allow::UnusedAllow),
    Document(&encoding::utf16_input::Utf16Input),
];

/// The rule with this id.
pub fn by_id(id: &str) -> Option<&'static AnyRule> {
    index_of(id).and_then(|index| ALL.get(index))
}

/// The rule with this id, and its number in [`ALL`].
pub(crate) fn numbered(id: &str) -> Option<(usize, &'static AnyRule)> {
    index_of(id).and_then(|number| Some((number, ALL.get(number)?)))
}

/// The number of the rule with this id in [`ALL`].
pub fn index_of(id: &str) -> Option<usize> {
    ALL.binary_search_by(|rule| rule.meta().id.cmp(id)).ok()
}
