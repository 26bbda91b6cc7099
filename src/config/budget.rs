//! The table `[gate]`: how much may be found before a run fails.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::FailOn;
use super::file::{Entry, Reader};
use super::selector::{Selector, names, nearest};
use crate::diagnostic::Severity;
use crate::rules;

/// How much may be found of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Of what each of them has so much.
    pub per: Per,
    /// What is counted, by its name: a severity, a category, a rule, or `all`.
    pub name: String,
    /// Which findings are counted.
    pub counted: Counted,
    /// How much is allowed.
    pub limit: Limit,
    /// Where its name stands in the configuration, in bytes.
    pub span: Range<usize>,
}

impl Budget {
    /// Whether it allows some of what `fail_on` allows none of. Then it never decides, and whoever wrote it meant
    /// something else. Of rules it is not told, since what is an error here may be a warning elsewhere.
    pub fn is_outdone_by(&self, fail_on: FailOn) -> bool {
        let allows_some = match self.limit {
            Limit::Findings(findings) => findings > 0,
            Limit::Share(share) => share.part > 0,
        };
        let is_refused = |severity: Severity| fail_on.0.is_some_and(|from| severity >= from);
        allows_some && matches!(self.counted, Counted::Severity(severity) if is_refused(severity))
    }
}

/// Of what each has a budget of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// All that is checked, together.
    Run,
    /// Each file.
    File,
    /// All documents of a source: what they say in their attribute `source`.
    Source,
}

/// Which findings a budget is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Those of one severity.
    Severity(Severity),
    /// Those of some rules, by their numbers in [`rules::ALL`].
    Rules(Vec<bool>),
}

/// How much is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many findings.
    Findings(u64),
    /// Findings in so large a share of the documents.
    Share(Share),
}

/// A share, exactly as it was written: `0.5%` is 5 of 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// So many of [`Self::of`].
    pub part: u64,
    /// A power of ten that is 100 or more.
    pub of: u64,
}

/// How many digits of a percentage are read behind the point.
const DIGITS: usize = 6;

impl Limit {
    /// What is meant by `12` or `0.5%`.
    fn read(text: &str) -> Option<Self> {
        let Some(percent) = text.strip_suffix('%') else {
            return digits(text).then(|| text.parse().ok().map(Self::Findings)).flatten();
        };
        let (whole, fraction) = percent.split_once('.').unwrap_or((percent, "0"));
        if !digits(whole) || !digits(fraction) || fraction.len() > DIGITS {
            return None;
        }
        let scale = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
        let whole = whole.parse::<u64>().ok().filter(|number| whole.len() <= 3 && *number <= 100)?;
        let share = Share { part: whole * scale + fraction.parse::<u64>().ok()?, of: 100 * scale };
        (share.part <= share.of).then_some(Self::Share(share))
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).ok_or("expected a number of findings such as `12`, or a share of the documents such as `0.5%`")
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = (self.of / 100).max(1);
        write!(formatter, "{}", self.part / scale)?;
        let digits = scale.ilog10() as usize;
        let fraction = format!("{:0digits$}", self.part % scale);
        let fraction = fraction.trim_end_matches('0');
        if digits > 0 && !fraction.is_empty() {
            write!(formatter, ".{fraction}")?;
        }
        formatter.write_str("%")
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Findings(count) => count.fmt(formatter),
            Self::Share(share) => share.fmt(formatter),
        }
    }
}

impl Per {
    /// The table in which its budgets are written, in `[gate]`; none for the table itself.
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Run => None,
            Self::File => Some("per-file"),
            Self::Source => Some("per-source"),
        }
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

impl Reader {
    /// The table `[gate]`: the budgets in the order in which they are written, those of the run first.
    pub(super) fn gate(&mut self, value: Entry<'_, '_>) -> Vec<Budget> {
        let Some(table) = value.get_ref().as_table() else {
            self.problem(value, "expected a table, written `[gate]`", None);
            return Vec::new();
        };
        let of = |key: &str| [Per::File, Per::Source].into_iter().find(|per| per.key() == Some(key));
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for (key, entry) in table {
            match of(key.get_ref()) {
                None => own.extend(self.budget(Per::Run, key, entry)),
                Some(per) => match entry.get_ref().as_table() {
                    Some(table) => {
                        let budgets = table.iter().filter_map(|(key, entry)| self.budget(per, key, entry));
                        let mut budgets: Vec<_> = budgets.collect();
                        budgets.sort_by_key(|(place, _)| *place);
                        others.push((per, budgets));
                    }
                    None => self.problem(entry, format!("expected a table, written `[gate.{}]`", key.get_ref()), None),
                },
            }
        }
        own.sort_by_key(|(place, _)| *place);
        others.sort_by_key(|(per, _)| *per);
        own.into_iter().chain(others.into_iter().flat_map(|(_, budgets)| budgets)).map(|(_, budget)| budget).collect()
    }

    /// One budget, and where it stands.
    fn budget(&mut self, per: Per, key: Key<'_, '_>, value: Entry<'_, '_>) -> Option<(usize, Budget)> {
        let name = key.get_ref().as_ref();
        let severity = SEVERITIES.into_iter().find(|severity| severity.name() == name);
        let counted = match (severity, Selector::parse(name)) {
            (Some(severity), _) => Counted::Severity(severity),
            (None, Ok(selector)) => {
                let mut covered = vec![false; rules::ALL.len()];
                for rule in selector.rules() {
                    if let Some(covered) = covered.get_mut(rule) {
                        *covered = true;
                    }
                }
                Counted::Rules(covered)
            }
            (None, Err(_)) => {
                let tables = [Per::File, Per::Source].into_iter().filter_map(Per::key).filter(|_| per == Per::Run);
                let known = names().chain(SEVERITIES.map(Severity::name)).chain(tables);
                let help = nearest(name, known).map(|name| format!("did you mean `{name}`?"));
                let help = help.or_else(|| Some("`corplint rules` lists the rules and their categories".to_owned()));
                let message = format!("there is no rule, no category and no severity `{}`", name.escape_debug());
                self.problem_at(key.span(), message, help);
                return None;
            }
        };
        let number = value.get_ref().as_integer().map(ToString::to_string);
        let limit = number.as_deref().or(value.get_ref().as_str()).unwrap_or_default().parse();
        match limit {
            Ok(limit) => {
                let span = key.span();
                Some((span.start, Budget { per, name: name.to_owned(), counted, limit, span }))
            }
            Err(message) => {
                self.problem(value, message, None);
                None
            }
        }
    }
}

type Key<'a, 'i> = &'a toml::Spanned<std::borrow::Cow<'i, str>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn budgets(text: &str) -> Vec<(Per, String, String)> {
        let config = parse(text).expect("a configuration");
        config.gate.into_iter().map(|budget| (budget.per, budget.name, budget.limit.to_string())).collect()
    }

    fn problem(text: &str) -> (String, String) {
        let problems = parse(text).expect_err("a mistake");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        (problem.message.clone(), problem.help.clone().unwrap_or_default())
    }

    #[test]
    fn a_limit_is_a_count_or_a_share() {
        for (text, limit) in [
            ("0", Limit::Findings(0)),
            ("12", Limit::Findings(12)),
            ("0.5%", Limit::Share(Share { part: 5, of: 1_000 })),
            ("0%", Limit::Share(Share { part: 0, of: 1_000 })),
            ("100%", Limit::Share(Share { part: 1_000, of: 1_000 })),
            ("0.000001%", Limit::Share(Share { part: 1, of: 100_000_000 })),
        ] {
            assert_eq!(text.parse(), Ok(limit), "{text}");
            assert_eq!(limit.to_string(), text);
        }
        for wrong in ["", "%", "-1", "1.5", ".5%", "5.%", "101%", "100.1%", "1e3", "0.0000001%", "5 %", "+5"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn budgets_come_in_the_order_of_the_file() {
        let text = "[gate]\nwarning = \"2%\"\nerror = 0\n[gate.per-source]\ntruncation = 10\n[gate.per-file]\n\
                    duplicate-text = \"0.5%\"\nall = \"7\"\n";
        let expected = [
            (Per::Run, "warning", "2%"),
            (Per::Run, "error", "0"),
            (Per::File, "duplicate-text", "0.5%"),
            (Per::File, "all", "7"),
            (Per::Source, "truncation", "10"),
        ];
        assert_eq!(budgets(text), expected.map(|(per, name, limit)| (per, name.to_owned(), limit.to_owned())));
    }

    #[test]
    fn mistakes_are_told_with_what_was_meant() {
        let (message, help) = problem("[gate]\nduplicat-text = 0");
        assert_eq!(message, "there is no rule, no category and no severity `duplicat-text`");
        assert_eq!(help, "did you mean `duplicate-text`?");
        assert_eq!(problem("[gate]\nerrors = 0").1, "did you mean `error`?");
        assert_eq!(problem("[gate]\nper-files = 0").1, "did you mean `per-file`?");
        for line in
            ["error = \"x\"", "error = -1", "error = 0.5", "error = true", "[gate.per-file]\nerror = \"5\\u0025x\""]
        {
            let (message, _) = problem(&format!("[gate]\n{line}"));
            assert!(message.starts_with("expected a number of findings such as `12`"), "{line}: {message}");
        }
        assert_eq!(problem("gate = 1").0, "expected a table, written `[gate]`");
        assert_eq!(problem("[gate]\nper-file = 1").0, "expected a table, written `[gate.per-file]`");
    }
}
