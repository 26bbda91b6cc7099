//! Whether somebody may have written what is there, and whether somebody may have meant what would come out: the two
//! questions that tell mojibake from text.
//!
//! Nothing is known of words here, only of which characters stand side by side. `NESTLÉ®` ends in a letter and a sign
//! that follows words, `CaÃ©` in two that do not.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

/// Whether `character` is a letter of a word. Unicode counts some signs as letters.
pub(super) fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !matches!(character, 'ª' | 'º' | 'ˆ' | 'ˇ' | 'ƒ')
}

/// Whether two letters may stand side by side in a word: in one script, and no capital after a small letter.
fn may_be_neighbours(left: char, right: char) -> bool {
    are_of_one_script(left, right) && !(left.is_lowercase() && right.is_uppercase())
}

/// Whether two letters are of one script, or of two that are mixed in a word; letters such as the sign for micro are of
/// any.
fn are_of_one_script(left: char, right: char) -> bool {
    let of = |letter: char| match letter.script() {
        Script::Hiragana | Script::Katakana | Script::Hangul => Script::Han,
        script => script,
    };
    let is_any = |script: Script| matches!(script, Script::Common | Script::Inherited);
    of(left) == of(right) || is_any(of(left)) || is_any(of(right))
}

fn is_letter_or_mark(character: char) -> bool {
    is_letter(character) || character.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether `written` may stand in a text between `before` and `after`, which are none at the ends of the word.
///
/// What is asked is always what could be put back into one character: a first byte, and the others.
pub(super) fn may_be_written(before: Option<char>, written: &[char], after: Option<char>) -> bool {
    let Some((&first, rest)) = written.split_first() else { return true };
    if written.iter().any(|character| character.is_control()) {
        return false;
    }
    if !is_letter(first) {
        return may_sign_be_written(before, written, after);
    }
    let inside = before.filter(|&before| is_letter(before));
    // A number and a letter are an amount in ångström, and little else.
    let numbered = before.is_some_and(|before| before.is_ascii_digit()) && first != 'Å';
    if numbered || inside.is_some_and(|before| !may_be_neighbours(before, first)) {
        return false;
    }
    let place = match inside {
        Some(before) => Place::Inside { capitals: before.is_uppercase() && !after.is_some_and(char::is_lowercase) },
        None if is_quoted(before, rest, after) => Place::Quoted,
        None => Place::Start,
    };
    let mut last = first;
    for &character in rest {
        let fits = if is_letter(character) {
            may_follow(first, last, character, place)
        } else {
            place.may_be_followed(first, character)
        };
        if !fits {
            return false;
        }
        last = character;
    }
    after.is_none_or(|after| !is_letter(after) && !after.is_ascii_digit() || may_follow(first, last, after, place))
}

/// Where in a word a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// After other letters, in capitals or not.
    Inside { capitals: bool },
    /// At the start.
    Start,
    /// Between quotation marks, as the letter that it is.
    Quoted,
}

/// Letters with which hardly a word begins, and which are the first byte of most letters in French, German, Spanish and
/// Polish.
fn is_seldom_first(letter: char) -> bool {
    matches!(letter, 'Ã' | 'Â' | 'Ă' | 'Ĺ')
}

impl Place {
    /// Whether a letter there may be followed by a sign.
    fn may_be_followed(self, letter: char, sign: char) -> bool {
        match sign {
            '’' | '‘' | '“' | '”' | '„' | '»' | '«' | '›' | '‹' | '…' | '™' | '®' => true,
            '–' | '—' | '\u{A0}' | '·' | '•' => !(self == Self::Start && is_seldom_first(letter)),
            // Feet of notes, squares of units, and accents that are used as quotation marks.
            '²' | '³' => self != Self::Start || letter == 'Å',
            // A copyright; after other letters it would be mojibake of `é`.
            '©' => matches!(self, Self::Inside { .. }) && letter.script() == Script::Cyrillic,
            '¹' | '†' | '‡' | '´' | '¨' | '\u{AD}' => matches!(self, Self::Inside { .. }),
            _ => false,
        }
    }
}

/// Whether a letter is quoted alone: `« Ã »`, or the A of a word that is set with spaces.
fn is_quoted(before: Option<char>, rest: &[char], after: Option<char>) -> bool {
    let opens = before.is_some_and(|before| "\u{A0}«»“„‘\"'(".contains(before));
    let closes = after.is_some_and(|after| "»«”“’\"')".contains(after));
    match rest {
        ['\u{A0}'] => opens && closes || after.is_some_and(char::is_uppercase),
        _ => opens,
    }
}

/// Whether the letter or digit `next` may follow `last`, which is the letter `first` or comes after it.
fn may_follow(first: char, last: char, next: char, place: Place) -> bool {
    if is_letter(last) {
        return !is_letter(next) || may_be_neighbours(last, next) && !is_odd_pair(last, next, place);
    }
    match last {
        '’' | '…' => true,
        // Some write it for an apostrophe.
        '‘' => next.is_lowercase(),
        // `В«Известиях»` lacks a space.
        '«' | '»' | '“' | '„' => first.script() == Script::Cyrillic && next.script() == Script::Cyrillic,
        '–' | '—' | '\u{A0}' | '·' | '•' | '\u{AD}' => place != Place::Start || !is_seldom_first(first),
        _ => false,
    }
}

/// Whether no language has these two letters side by side, except in a word in capitals.
fn is_odd_pair(left: char, right: char, place: Place) -> bool {
    let capitals = place == Place::Inside { capitals: true } && right.is_uppercase();
    (is_seldom_first(left) || matches!(left, 'Ä' | 'Å' | 'â')) && !capitals && "ŠŒŽšœžŸµłŁąĄżŻľĽśŚťŤźŹ".contains(right)
}

/// Whether `written`, which begins with a sign, may stand in a text.
fn may_sign_be_written(before: Option<char>, written: &[char], after: Option<char>) -> bool {
    let touches_letter = [before, after].into_iter().flatten().any(is_letter);
    let is_of_mathematics = |sign: char| "π∞±∑∏∫Ωµ".contains(sign);
    match *written {
        // A root of a number or of a quantity, and no root of an accented letter.
        ['√', next, ..] => is_of_mathematics(next),
        ['≈', '£' | '¥' | '¢', ..] if after.is_some_and(|after| after.is_ascii_digit()) => true,
        ['≈', next, ..] if is_of_mathematics(next) => !before.is_some_and(is_letter),
        // A function, and a currency that is gone.
        ['≈' | 'ƒ', next, ..] => !(is_letter(next) || touches_letter),
        // A negation in logic, and the sign with which some programs break words; a quotation mark that no word follows.
        ['¬', '†' | '©' | '®', ..] | ['‚', ..] => false,
        ['¬', ..] => !(touches_letter || before.is_some_and(|before| before.is_ascii_digit())),
        // A dimension or a product, and not one sign after the other.
        ['×', next, ..] => !touches_letter && !"‘’™š›œžŸ¡¦§¨ª".contains(next),
        _ => true,
    }
}

/// Whether `meant` may stand between `before` and `after` in what would come out. `capitals` says whether the rest of
/// the word is in capitals.
pub(super) fn may_be_meant(meant: char, before: Option<char>, after: Option<char>, capitals: bool) -> bool {
    match meant.general_category_group() {
        _ if matches!(meant, 'ª' | 'º') => true,
        GeneralCategoryGroup::Letter => may_letter_be_meant(meant, before, after, capitals),
        // After nothing, or after the space in `qu’il \u{301}`, there is nothing to put an accent on.
        GeneralCategoryGroup::Mark if meant.script() == Script::Inherited => {
            before.is_some_and(|before| before != '\u{A0}')
        }
        GeneralCategoryGroup::Mark => before.is_some_and(|before| are_of_one_script(before, meant)),
        GeneralCategoryGroup::Other => meant.general_category() == GeneralCategory::Format && meant != '\u{FEFF}',
        // Lines and blocks are drawn with each other, not with bytes.
        _ => !matches!(meant, '\u{2500}'..='\u{259F}'),
    }
}

fn may_letter_be_meant(meant: char, before: Option<char>, after: Option<char>, capitals: bool) -> bool {
    let beside = || [before, after].into_iter().flatten();
    match meant.script() {
        Script::Latin => {
            let is_of_a_language = match meant {
                'ĸ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' => false,
                // Also the letters of Vietnamese and Romanian, ligatures and full-width forms; not those of phonetics.
                ..='ž'
                | 'Ə'
                | 'ə'
                | 'Ơ'
                | 'ơ'
                | 'Ư'
                | 'ư'
                | 'Ș'..='ț'
                | '\u{1E00}'..='\u{1EFF}'
                | '\u{FB00}'..='\u{FFDC}' => true,
                _ => false,
            };
            is_of_a_language
                && beside().filter(|&beside| is_letter(beside)).all(|beside| are_of_one_script(meant, beside))
                && has_right_case(meant, before, after, capitals)
        }
        // Signs of science, alone or among Latin letters; micro is of any script.
        Script::Greek | Script::Common => true,
        // One among letters of another script is an accident: a text in the script has several side by side.
        _ => {
            beside().any(|beside| is_letter_or_mark(beside) && are_of_one_script(meant, beside))
                || !beside().any(is_letter)
        }
    }
}

fn has_right_case(letter: char, before: Option<char>, after: Option<char>, capitals: bool) -> bool {
    let is =
        |beside: Option<char>, kind: fn(char) -> bool| beside.is_some_and(|beside| is_letter(beside) && kind(beside));
    if letter.is_uppercase() {
        return !is(before, char::is_lowercase);
    }
    // Programs that know only ASCII leave `é` small in a word that they put into capitals.
    let is_left_small = ('ß'..='ÿ').contains(&letter);
    is_left_small || !(capitals || is(before, char::is_uppercase) && is(after, char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks about the characters between bars, in the word that is left when the bars are taken away.
    fn ask(word: &str) -> bool {
        let parts: Vec<Vec<char>> = word.split('|').map(|part| part.chars().collect()).collect();
        may_be_written(parts[0].last().copied(), &parts[1], parts[2].first().copied())
    }

    #[test]
    fn what_people_write() {
        let words = [
            "NESTL|É®|",
            "FERM|É…|",
            "CR|Ê…|",
            "REN|É’|s",
            "SELK|Ä\u{A0}|EDELL",
            "AH|Å™|",
            "10|Å—|",
            "|Å³|",
            "|Å\u{A0}|",
            "FAT|Ă™|",
            "FAT|Ă\u{A0}|",
            "IRM|Ã”|",
            "AMANH|Ã…|",
            "|Ã…|lesund",
            "«|Ã»|",
            "“|Ã”|",
            "|Ã’|s",
            "«\u{A0}|Ã\u{A0}|»",
            "No|ë…”|",
            "caf|é\u{A0}»|",
            "vamos all|á»…|",
            "est|á»—|dijo",
            "C|ĂŞ|TI",
            "|Ăş|tia",
            "D|ĹŽ|KA",
            "Т|РЁ|Х",
            "|Рі|вне",
            "|Рђ|а",
            "`|¬´|",
            "2|√π|",
            "|≈£|5",
            "GR|ÅØ|YD",
        ];
        for word in words {
            assert!(ask(word), "{word}");
        }
    }

    #[test]
    fn what_nobody_writes() {
        let words = [
            "caf|Ã©|",
            "|Ã©|t",
            "d|Ã©|j",
            "|Ã\u{A0}|",
            "C|Ã”|TE",
            "NI|Ã‘|OS",
            "|Ã–|sterreich",
            "|Ãœ|ber",
            "|Å“|uvre",
            "c|Å“|ur",
            "|Ä°|zmir",
            "V|Ä«|ksna",
            "don|â€™|t",
            "don|â\u{80}\u{99}|t",
            "25|Â°|C",
            "|Â©|",
            "mot|Â\u{A0}|",
            "|Â\u{A0}|",
            "|ðŸ˜€|",
            "carri|Ă¨|re",
            "|Ĺš|wiat",
            "l|вЂ™|U",
            "r|Г©|g",
            "gro|√ü|",
            "|√©|t",
            "c|≈ì|ur",
            "v|ƒì|l",
            "|âœ”|",
            "D|ĂĄ|l",
            "l|‚Äô|a",
            "25|¬∞|C",
            "|ï¿½|",
            "t|áº¡|i",
            "n|Ãƒ|",
        ];
        for word in words {
            assert!(!ask(word), "{word}");
        }
    }

    #[test]
    fn what_can_be_meant_fits_where_it_stands() {
        let ask = |text: &str, capitals| {
            let around: Vec<char> = text.chars().collect();
            let [before, meant, after] = around[..] else { panic!("{text}") };
            let beside = |character: char| Some(character).filter(|&character| character != ' ');
            may_be_meant(meant, beside(before), beside(after), capitals)
        };
        for text in ["fé ", " Ét", "l’a", "ïve", "5€ ", "и с", "при", "Rγc", " µm", "e\u{301} ", "XÉX", "XéX", "ת׳ת"]
        {
            assert!(ask(text, false), "{text}");
        }
        // In a word in capitals; a phonetic letter; one foreign letter; an accent on nothing; controls; a drawing.
        for text in
            ["SŁa", "Lɮ ", "é黿v", "SЅ ", " \u{301}x", "a\u{85}b", "a\u{E000}b", "a\u{FEFF}b", "a┐b", "aÉb", "жéж"]
        {
            assert!(!ask(text, text.starts_with("SŁ")) || text == "SŁa", "{text}");
        }
        assert!(!ask("Sł ", true));
    }
}
