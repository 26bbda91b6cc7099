//! Language tags: what is one by RFC 5646 ("Tags for Identifying Languages", BCP 47), and what was meant by what is
//! none.

use super::NAMES;

/// What is wrong with a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagFault {
    /// What exactly, as the end of a sentence; empty if there is nothing more to say.
    pub reason: String,
    /// What was surely meant.
    pub meant: Option<String>,
    /// Whether what was meant is the same by another spelling, and not a guess.
    pub same: bool,
}

/// The languages that have a code of two letters in ISO 639-1.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt \
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn \
    so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of three letters (ISO 639-2, both kinds) of languages that have one of two.
const THREE_LETTERS: [(&str, &str); 58] = [
    ("ara", "ar"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("eus", "eu"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("gle", "ga"),
    ("glg", "gl"),
    ("gre", "el"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ice", "is"),
    ("ind", "id"),
    ("isl", "is"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("nld", "nl"),
    ("nno", "nn"),
    ("nob", "nb"),
    ("nor", "no"),
    ("per", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("spa", "es"),
    ("sqi", "sq"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("vie", "vi"),
    ("wel", "cy"),
    ("zho", "zh"),
];

/// What is no code, and surely meant another: codes of countries that are none of languages, and names of languages
/// as they call themselves.
const MEANT: [(&str, &str); 20] = [
    ("castellano", "es"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("deutsch", "de"),
    ("dk", "da"),
    ("englisch", "en"),
    ("español", "es"),
    ("espagnol", "es"),
    ("farsi", "fa"),
    ("français", "fr"),
    ("francais", "fr"),
    ("gr", "el"),
    ("italiano", "it"),
    ("jp", "ja"),
    ("nederlands", "nl"),
    ("norsk", "no"),
    ("polski", "pl"),
    ("português", "pt"),
    ("rs", "sr"),
    ("ua", "uk"),
];

/// Tags that are valid as a whole: the irregular ones of RFC 5646.
const IRREGULAR: [&str; 17] = [
    "en-gb-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-be-fr",
    "sgn-be-nl",
    "sgn-ch-de",
];

/// The longest tag, in bytes. Longer ones are well-formed by the grammar, and no language has one.
const LONGEST: usize = 100;

/// Whether `tag` is a well-formed language tag of a language that there is.
pub fn check_tag(tag: &str) -> Result<(), TagFault> {
    if is_two_letters(tag) {
        return Ok(());
    }
    if tag.len() > LONGEST {
        return Err(TagFault::default());
    }
    let lower = tag.to_lowercase();
    if IRREGULAR.contains(&lower.as_str()) {
        return Ok(());
    }
    let primary = lower.split(['-', '_']).next().unwrap_or_default();
    let rest = tag.get(primary.len()..).unwrap_or_default().replace('_', "-");
    let with = |code: &str| Some(format!("{code}{rest}")).filter(|meant| is_well_formed(&meant.to_lowercase()));
    if tag.contains('_') && is_well_formed(&lower.replace('_', "-")) {
        let meant = tag.replace('_', "-");
        let meant = check_tag(&meant).map_or_else(|fault| fault.meant, |()| Some(meant));
        return Err(TagFault { reason: ": its parts are joined by hyphens".to_owned(), meant, same: true });
    }
    let named = |(name, code): &(&str, &str)| (name.to_lowercase() == primary).then(|| (*code).to_owned());
    if let Some(code) =
        MEANT.iter().find_map(named).or_else(|| NAMES.iter().find_map(|(code, name)| named(&(*name, *code))))
    {
        return Err(TagFault { reason: String::new(), meant: with(&code), same: false });
    }
    if let Some((_, code)) = THREE_LETTERS.iter().find(|(three, _)| *three == primary) {
        let reason = format!(": the code of this language is `{code}`");
        return Err(TagFault { reason, meant: with(code), same: true });
    }
    if !is_well_formed(&lower) {
        return Err(TagFault::default());
    }
    if primary.len() == 2 && !is_two_letters(primary) {
        return Err(TagFault { reason: format!(": there is no language `{primary}`"), ..TagFault::default() });
    }
    if lower.split('-').nth(1) == Some("uk") {
        let meant = Some(format!("{primary}-GB"));
        return Err(TagFault { reason: ": the region is written `GB`".to_owned(), meant, same: false });
    }
    Ok(())
}

/// Whether `code` is one of the codes of two letters, which are sorted and three bytes apart.
fn is_two_letters(code: &str) -> bool {
    let Ok(code) = code.as_bytes().try_into() else { return false };
    let (codes, last) = TWO_LETTERS.as_bytes().as_chunks::<3>();
    // As numbers, which are compared at once.
    let number = |[first, second, _]: &[u8; 3]| u16::from_be_bytes([*first, *second]);
    codes.binary_search_by_key(&u16::from_be_bytes(code), number).is_ok() || last == code
}

/// Whether `tag`, in lower case, follows the grammar of RFC 5646, section 2.1: a language, then a script, a region,
/// variants, extensions and a part for private use, each where it is wanted.
fn is_well_formed(tag: &str) -> bool {
    let is_alnum = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_alpha = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut parts = tag.split('-').peekable();
    let is_private = |parts: &mut std::iter::Peekable<std::str::Split<'_, char>>| {
        let mut count = 0;
        parts.all(|part| {
            count += 1;
            (1..=8).contains(&part.len()) && is_alnum(part)
        }) && count > 0
    };
    match parts.next() {
        Some("x") => return is_private(&mut parts),
        Some(language) if (2..=8).contains(&language.len()) && is_alpha(language) => {
            for _ in 0..3 {
                let extends = |part: &&str| (2..=3).contains(&language.len()) && part.len() == 3 && is_alpha(part);
                if parts.next_if(extends).is_none() {
                    break;
                }
            }
        }
        _ => return false,
    }
    let _script = parts.next_if(|part| part.len() == 4 && is_alpha(part));
    let is_number = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let _region = parts.next_if(|part| part.len() == 2 && is_alpha(part) || is_number(part));
    let is_variant = |part: &&str| {
        (5..=8).contains(&part.len()) && is_alnum(part)
            || part.len() == 4 && part.starts_with(|first: char| first.is_ascii_digit()) && is_alnum(part)
    };
    while parts.next_if(is_variant).is_some() {}
    while let Some(part) = parts.next() {
        if part == "x" {
            return is_private(&mut parts);
        }
        // An extension: a letter or a digit, and at least one part of 2 to 8.
        if part.len() != 1 || !is_alnum(part) {
            return false;
        }
        let mut count = 0;
        while parts.next_if(|part| (2..=8).contains(&part.len()) && is_alnum(part)).is_some() {
            count += 1;
        }
        if count == 0 {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tags_of_the_rfc_are_good() {
        // RFC 5646, appendix A.
        for tag in [
            "de",
            "fr",
            "ja",
            "i-enochian",
            "zh-Hant",
            "zh-Hans",
            "sr-Cyrl",
            "sr-Latn",
            "zh-cmn-Hans-CN",
            "cmn-Hans-CN",
            "zh-yue-HK",
            "yue-HK",
            "zh-Hans-CN",
            "sr-Latn-RS",
            "sl-rozaj",
            "sl-rozaj-biske",
            "sl-nedis",
            "de-CH-1901",
            "sl-IT-nedis",
            "hy-Latn-IT-arevela",
            "de-DE",
            "en-US",
            "es-419",
            "de-CH-x-phonebk",
            "az-Arab-x-AZE-derbend",
            "x-whatever",
            "qaa-Qaaa-QM-x-southern",
            "de-Qaaa",
            "sr-Latn-QM",
            "sr-Qaaa-RS",
            "en-US-u-islamcal",
            "zh-CN-a-myext-x-private",
            "en-a-myext-b-another",
            "und",
            "mul",
            "zxx",
            "tlh",
            "FR",
            "fr-be",
        ] {
            assert_eq!(check_tag(tag), Ok(()), "{tag}");
        }
        // Of the same, what is not well-formed; that a singleton stands twice is a matter of validity.
        for tag in
            ["de-419-DE", "a-DE", "", "-", "fr-", "f", "fr--BE", "fr BE", "en-x", "en-a", "é", "unknown language"]
        {
            assert!(check_tag(tag).is_err(), "{tag}");
        }
    }

    #[test]
    fn what_was_meant_is_told() {
        for (tag, meant, same) in [
            ("fr_FR", "fr-FR", true),
            ("french", "fr", false),
            ("Deutsch", "de", false),
            ("jp", "ja", false),
            ("eng", "en", true),
            ("ger-AT", "de-AT", true),
            ("en-UK", "en-GB", false),
            ("English", "en", false),
            ("pt_BR", "pt-BR", true),
        ] {
            let fault = check_tag(tag).unwrap_err();
            assert_eq!((fault.meant.as_deref(), fault.same), (Some(meant), same), "{tag}");
            assert_eq!(check_tag(meant), Ok(()), "{meant}");
        }
        assert_eq!(check_tag("qq").unwrap_err().meant, None);
    }

    #[test]
    fn tables_hold_together() {
        let is_two = |code: &str| TWO_LETTERS.split(' ').any(|own| own == code);
        assert!(TWO_LETTERS.split(' ').is_sorted() && NAMES.iter().all(|(code, _)| is_two(code)));
        assert!(THREE_LETTERS.is_sorted() && THREE_LETTERS.iter().chain(&MEANT).all(|(_, code)| is_two(code)));
        assert!(MEANT.iter().all(|(name, _)| !is_two(name)) && IRREGULAR.is_sorted());
    }
}
