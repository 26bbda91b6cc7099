//! The setup of a run: the configuration, the options that override it, and what is accepted.

use std::env;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use corplint::baseline::{self, Baseline};
use corplint::config::{self, Allowance, Budget, CommandLine, ConfigFile, Problem, Selector, Settings};
use corplint::day::Day;
use corplint::linter::Survey;
use corplint::number::grouped;
use corplint::rule::AnyRule;
use corplint::{output, rules, source};

use super::Failed;
use super::args::{AcceptArgs, RuleArgs};
use super::messages::Messages;

/// The setup of a run.
#[derive(Debug)]
pub(super) struct Setup {
    pub(super) settings: Settings,
    /// What the configuration file says, or nothing at all.
    pub(super) config: ConfigFile,
    /// Where the configuration file is, and its text.
    pub(super) file: Option<(PathBuf, String)>,
    today: Day,
}

impl Setup {
    /// Reads the configuration and puts it together with what the command line says.
    pub(super) fn read(
        arguments: &RuleArgs,
        paths: &[PathBuf],
        day: Option<Day>,
        here: &Path,
        messages: &Messages,
    ) -> Result<Self, Failed> {
        let path = config_path(arguments, paths, here, messages);
        let (file, config) = match path {
            Some(path) => {
                let (text, config) = read_config(&path, messages)?;
                (Some((path, text)), config)
            }
            None => (None, ConfigFile::default()),
        };
        let command_line = CommandLine {
            select: match arguments.select.as_slice() {
                [] => None,
                names => Some(selectors(names, messages)?),
            },
            ignore: selectors(&arguments.ignore, messages)?,
        };
        let root = file.as_ref().and_then(|(path, _)| path.parent()).unwrap_or(here);
        // What ends on some day does not if nobody can say which day it is.
        let today = match day {
            Some(today) => today,
            None => today(messages)?,
        };
        // However it was named, patterns are relative to the folder itself.
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let settings = Settings::new(&config, &command_line, &root, here).on(today);
        Ok(Self { settings, config, file, today })
    }

    /// The same with what is accepted, and where the baseline is, if there is one.
    pub(super) fn accepting(
        self,
        arguments: &AcceptArgs,
        messages: &Messages,
    ) -> Result<(Self, Option<PathBuf>), Failed> {
        let path = arguments.baseline.clone().or_else(|| self.baseline().filter(|_| !arguments.no_baseline));
        let Some(path) = path else { return Ok((self, None)) };
        let baseline = read_baseline(&path, messages)?;
        Ok((Self { settings: self.settings.with_baseline(baseline), ..self }, Some(path)))
    }

    /// The file of the baseline that the configuration names.
    pub(super) fn baseline(&self) -> Option<PathBuf> {
        let folder = self.file.as_ref().and_then(|(path, _)| path.parent())?;
        self.config.baseline.as_ref().map(|name| folder.join(name))
    }

    /// Says what the configuration allowed up to a day that is over.
    fn tell_expired(&self, messages: &Messages) {
        let expired = self.config.allow.iter().filter(|allowance| allowance.has_expired(self.today));
        self.tell(expired, messages, |allowance| {
            let until = allowance.until.map(|day| day.to_string()).unwrap_or_default();
            (format!("this was allowed until {until}, and no longer is"), "take it out, or give it another day")
        });
    }

    /// Says what the configuration allows, and nobody needs: its documents were there, its rules ran, and there was
    /// nothing to allow.
    ///
    /// What rules that compare documents find depends on what else is checked, so nothing is said of these.
    fn tell_unused(&self, survey: &Survey, messages: &Messages) {
        if !survey.failures.is_empty() {
            return;
        }
        let is_judged = |allowance: &Allowance| {
            let covered = rules::ALL.iter().enumerate().filter(|(number, _)| allowance.covers(*number));
            let mut running = covered.filter(|(number, _)| self.settings.runs(*number)).peekable();
            running.peek().is_some() && running.all(|(_, rule)| matches!(rule, AnyRule::Document(_)))
        };
        let known = self.settings.allowances().all().iter().zip(&survey.needed.allowances);
        let unused = known.filter(|(allowance, (met, needed))| *met && !needed && is_judged(allowance));
        self.tell(unused.map(|(allowance, _)| allowance), messages, |_| {
            (
                "this allows what is not found any more".to_owned(),
                "take it out, so that it does not hide what comes later",
            )
        });
    }

    /// Says which budgets decide nothing, since none of the rules runs whose findings they count: a budget that is kept
    /// by not looking is kept by every drop.
    pub(super) fn tell_idle_budgets(&self, registry: bool, messages: &Messages) {
        let Some((path, text)) = &self.file else { return };
        let idle = self.config.gate.iter().filter(|budget| !self.settings.can_break(budget, registry));
        let problem = |budget: &Budget| Problem {
            span: budget.span.clone(),
            message: format!("nothing that `{}` counts is looked for, so this budget is always kept", budget.name),
            help: Some(if self.settings.can_break(budget, true) {
                "it takes a registry: name one with `--registry`".to_owned()
            } else {
                "select its rules, or take it out".to_owned()
            }),
        };
        messages.config_warnings(path, text, &idle.map(problem).collect::<Vec<_>>());
    }

    /// Says which budgets never decide, since `fail-on` in the same file, or by default, does not allow what they
    /// allow. What somebody asks for on the command line is asked for on purpose.
    pub(super) fn tell_outdone_budgets(&self, messages: &Messages) {
        let Some((path, text)) = &self.file else { return };
        let fail_on = self.config.fail_on.unwrap_or_default();
        let outdone = self.config.gate.iter().filter(|budget| budget.is_outdone_by(fail_on));
        let problem = |budget: &Budget| Problem {
            span: budget.span.clone(),
            message: format!(
                "one finding of `{}` fails by `fail-on` already, so this budget never decides",
                budget.name
            ),
            help: Some("with `fail-on = \"never\"`, budgets alone decide".to_owned()),
        };
        messages.config_warnings(path, text, &outdone.map(problem).collect::<Vec<_>>());
    }

    /// Says what is declared of attributes and looked at by no rule, since the configuration has switched it off
    /// itself. What somebody leaves out on the command line is left out on purpose.
    pub(super) fn tell_idle_attributes(&self, arguments: &RuleArgs, messages: &Messages) {
        let Some((path, text)) = &self.file else { return };
        if !arguments.select.is_empty() || !arguments.ignore.is_empty() {
            return;
        }
        let problem = |id: &str| Problem {
            span: self.config.attributes_span.clone(),
            message: format!("the rule `{id}` does not run, so some of this is declared for nothing"),
            help: Some(format!("select `{id}`, or take out what it would look at")),
        };
        let problems: Vec<Problem> = self.settings.idle_for(&self.config.attributes).map(problem).collect();
        messages.config_warnings(path, text, &problems);
    }

    /// Says what is accepted and should not be: because its time is over, or because there is nothing to accept.
    pub(super) fn tell_what_is_accepted(&self, survey: &Survey, messages: &Messages) {
        self.tell_expired(messages);
        self.tell_unused(survey, messages);
        let stale = survey.needed.stale.len();
        if stale > 0 {
            let (entries, them) = if stale == 1 { ("entry", "it") } else { ("entries", "them") };
            messages.note(&format!(
                "{} {entries} of the baseline found no longer; `corplint baseline --prune` takes {them} out",
                grouped(stale)
            ));
        }
    }

    fn tell<'a>(
        &self,
        allowances: impl Iterator<Item = &'a Allowance>,
        messages: &Messages,
        words: impl Fn(&Allowance) -> (String, &'static str),
    ) {
        let Some((path, text)) = &self.file else { return };
        let problem = |allowance: &Allowance| {
            let (message, help) = words(allowance);
            Problem { span: allowance.span.clone(), message, help: Some(help.to_owned()) }
        };
        messages.config_warnings(path, text, &allowances.map(problem).collect::<Vec<_>>());
    }
}

/// Reads a baseline.
pub(super) fn read_baseline(path: &Path, messages: &Messages) -> Result<Baseline, Failed> {
    let text = source::read_small_text(path, baseline::MAX_FILE_SIZE).map_err(|error| {
        messages.path_error("cannot read the baseline", path, &error);
        if error.kind() == std::io::ErrorKind::NotFound {
            messages.note("`corplint baseline` writes one, of what is found now");
        }
        Failed
    })?;
    Baseline::parse(&text).map_err(|error| {
        messages.error(&format!("{} is no baseline: {error}", output::path(path)));
        Failed
    })
}

/// The day in UTC, by the clock of the machine.
fn today(messages: &Messages) -> Result<Day, Failed> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs().cast_signed());
    Day::from_unix_time(seconds).map_err(|_| {
        messages.error("the clock of this machine tells no day; say which day it is with --today");
        Failed
    })
}

fn config_path(arguments: &RuleArgs, paths: &[PathBuf], here: &Path, messages: &Messages) -> Option<PathBuf> {
    if let Some(path) = &arguments.config {
        return Some(here.join(path));
    }
    if arguments.isolated {
        return None;
    }
    let judged: Vec<PathBuf> = paths
        .iter()
        .filter_map(|path| std::fs::canonicalize(here.join(path)).ok())
        .filter(|path| path.is_dir())
        .collect();
    let discovery = config::discover(here, &judged);
    for path in &discovery.refused {
        messages.note(&format!("{} is not read: a corpus does not bring its own rules", output::path(path)));
    }
    discovery.path
}

fn read_config(path: &Path, messages: &Messages) -> Result<(String, ConfigFile), Failed> {
    let text = source::read_small_text(path, config::MAX_FILE_SIZE).map_err(|error| {
        messages.path_error("cannot read the configuration", path, &error);
        Failed
    })?;
    let config = config::parse(&text).map_err(|problems| {
        messages.config_problems(path, &text, &problems);
        Failed
    })?;
    Ok((text, config))
}

/// The rules and categories of these names.
pub(super) fn selectors(names: &[String], messages: &Messages) -> Result<Vec<Selector>, Failed> {
    let mut selectors = Vec::new();
    for name in names {
        match Selector::parse(name) {
            Ok(selector) => selectors.push(selector),
            Err(error) => {
                messages.error(&error.to_string());
                messages.note("`corplint rules` lists the rules and their categories");
                return Err(Failed);
            }
        }
    }
    Ok(selectors)
}

/// The working directory, with links resolved, so that it can be compared with other paths.
#[expect(clippy::disallowed_methods, reason = "this is where it is known where the user stands")]
pub(super) fn working_directory(messages: &Messages) -> Result<PathBuf, Failed> {
    env::current_dir().and_then(std::fs::canonicalize).map_err(|error| {
        messages.error(&format!("cannot tell the working directory: {error}"));
        Failed
    })
}
