//! `iban`

use super::numbers::{grouped, mod_97, stands_alone};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags the numbers of bank accounts, as IBAN.
    ///
    /// ## Why
    ///
    /// An account belongs to somebody, and money can be asked from it by whoever has its number. It may not have been
    /// meant to be copied.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Gifts for the bridge go to DE89 3704 0044 0532 0130 00 at the town's bank.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Gifts for the bridge go to the town's bank.
    /// ```
    ///
    /// ## Formula
    ///
    /// The letters of a country, two digits, and letters and digits, alone or in groups with single spaces between
    /// them; as many as ISO 13616 says for the country, and with a check sum that is right (ISO/IEC 7064, MOD 97-10).
    ///
    /// ## Exceptions
    ///
    /// Numbers of countries that are not in the registry of ISO 13616 are missed. Accounts for gifts are public, and
    /// reported as well; so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: nothing should look like an account in its place.
    Iban {
        id: "iban",
        category: Privacy,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// How long an IBAN is by country: the registry that SWIFT keeps for ISO 13616, release 103 of September 2026. Territories
/// whose accounts begin with the letters of another country, as most of France do, are there under that one.
const LENGTHS: [(&[u8; 2], usize); 89] = [
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

impl DocumentRule for Iban {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.body().of(document.bytes());
        let is_start =
            |at: usize| matches!(bytes.get(at..), Some([b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', ..]));
        let mut here = 0;
        while let Some(at) = (here..bytes.len()).find(|at| is_start(*at)) {
            here = at + 4;
            if let Some(span) = account(bytes, at) {
                here = span.end;
                report
                    .finding(span.shifted(document.body().start), "the number of a bank account")
                    .help("take it out, if it is not meant to be public");
            }
        }
    }
}

/// The account that begins at `at`.
fn account(bytes: &[u8], at: usize) -> Option<Span> {
    let country = bytes.get(at..)?.first_chunk::<2>()?;
    let &(_, length) = LENGTHS.iter().find(|(own, _)| *own == country)?;
    let part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    // What follows may look like a part of it, so no more is read than it has.
    let number = grouped(bytes, at, (b" ", 1), length - 1, part);
    (number.characters.len() == length && mod_97(&number.characters) && stands_alone(bytes, number.span))
        .then_some(number.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number for each country: an example of the registry.
    const EXAMPLES: [&str; LENGTHS.len()] = [
        "AD1200012030200359100100",
        "AE070331234567890123456",
        "AL47212110090000000235698741",
        "AT611904300234573201",
        "AZ21NABZ00000000137010001944",
        "BA391290079401028494",
        "BE68539007547034",
        "BG80BNBG96611020345678",
        "BH67BMAG00001299123456",
        "BI4210000100010000332045181",
        "BR1800360305000010009795493C1",
        "BY13NBRB3600900000002Z00AB00",
        "CH9300762011623852957",
        "CR05015202001026284066",
        "CY17002001280000001200527600",
        "CZ6508000000192000145399",
        "DE89370400440532013000",
        "DJ2100010000000154000100186",
        "DK5000400440116243",
        "DO28BAGR00000001212453611324",
        "EE382200221020145685",
        "EG380019000500000000263180002",
        "ES9121000418450200051332",
        "FI2112345600000785",
        "FK88SC123456789012",
        "FO6264600001631634",
        "FR1420041010050500013M02606",
        "GB29NWBK60161331926819",
        "GE29NB0000000101904917",
        "GI75NWBK000000007099453",
        "GL8964710001000206",
        "GR1601101250000000012300695",
        "GT82TRAJ01020000001210029690",
        "HN88CABF00000000000250005469",
        "HR1210010051863000160",
        "HU42117730161111101800000000",
        "IE29AIBK93115212345678",
        "IL620108000000099999999",
        "IQ98NBIQ850123456789012",
        "IS140159260076545510730339",
        "IT60X0542811101000000123456",
        "JO94CBJO0010000000000131000302",
        "KW81CBKU0000000000001234560101",
        "KZ86125KZT5004100100",
        "LB62099900000001001901229114",
        "LC55HEMM000100010012001200023015",
        "LI21088100002324013AA",
        "LT121000011101001000",
        "LU280019400644750000",
        "LV80BANK0000435195001",
        "LY83002048000020100120361",
        "MC5811222000010123456789030",
        "MD24AG000225100013104168",
        "ME25505000012345678951",
        "MK07250120000058984",
        "MN121234123456789123",
        "MR1300020001010000123456753",
        "MT84MALT011000012345MTLCAST001S",
        "MU17BOMM0101101030300200000MUR",
        "NI45BAPR00000013000003558124",
        "NL91ABNA0417164300",
        "NO9386011117947",
        "OM810180000001299123456",
        "PK36SCBL0000001123456702",
        "PL61109010140000071219812874",
        "PS92PALS000000000400123456702",
        "PT50000201231234567890154",
        "QA58DOHB00001234567890ABCDEFG",
        "RO49AAAA1B31007593840000",
        "RS35260005601001611379",
        "RU0304452522540817810538091310419",
        "SA0380000000608010167519",
        "SC18SSCB11010000000000001497USD",
        "SD2129010501234001",
        "SE4550000000058398257466",
        "SI56263300012039086",
        "SK3112000000198742637541",
        "SM86U0322509800000000270100",
        "SO211000001001000100141",
        "ST23000100010051845310146",
        "SV62CENR00000000000000700025",
        "TL380080012345678910157",
        "TN5910006035183598478831",
        "TR330006100519786457841326",
        "UA213223130000026007233566001",
        "VA59001123000012345678",
        "VG96VPVG0000012345678901",
        "XK051212012345678906",
        "YE15CBYE0001018861234567891234",
    ];

    #[test]
    fn the_example_of_each_country_is_an_account() {
        assert!(LENGTHS.is_sorted());
        for (example, (country, length)) in EXAMPLES.iter().zip(LENGTHS) {
            assert_eq!((&example.as_bytes()[..2], example.len()), (country.as_slice(), length), "{example}");
            assert_eq!(account(example.as_bytes(), 0), Some(Span::new(0, length)), "{example}");
            let groups: Vec<&str> = example.as_bytes().chunks(4).map(|group| str::from_utf8(group).unwrap()).collect();
            let grouped = groups.join(" ");
            assert_eq!(account(grouped.as_bytes(), 0), Some(Span::new(0, grouped.len())), "{grouped}");
        }
    }

    #[test]
    fn an_account_ends_where_its_sentence_goes_on() {
        for text in [
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            "FR14 2004 1010 0505 0001 3M02 606",
            "GB82 WEST 1234 5698 7654 32",
            "NL91ABNA0417164300",
            "CH93 0076 2011 6238 5295 7",
            "NO93 8601 1117 947",
        ] {
            let text = format!("{text}.");
            assert_eq!(account(text.as_bytes(), 0), Some(Span::new(0, text.len() - 1)), "{text}");
        }
        for text in
            ["DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "DE893704004405320130001"]
        {
            assert_eq!(account(text.as_bytes(), 0), None, "{text}");
        }
    }
}
