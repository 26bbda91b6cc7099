//! The formats by name, and what each of them needs to know.

use std::fmt;
use std::str::FromStr;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a person at a terminal: each finding with the line that it is about, and a summary.
    #[default]
    Human,
    /// One line for each finding.
    Concise,
    /// One JSON document.
    Json,
    /// One JSON document on each line, one for each finding, and a summary on the last.
    JsonLines,
    /// SARIF 2.1.0, for code scanning and for viewers of results.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// A test case for each file, as `JUnit` reports them.
    Junit,
    /// The XML of Checkstyle.
    Checkstyle,
    /// The Reviewdog Diagnostic Format.
    Rdjson,
    /// Logging commands of Azure Pipelines.
    Azure,
    /// A page of Markdown, such as the summary of a job.
    Markdown,
    /// A page for a browser that needs nothing but itself.
    Html,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::Human,
        Self::Concise,
        Self::Json,
        Self::JsonLines,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
        Self::Azure,
        Self::Markdown,
        Self::Html,
    ];

    /// The name, as it is written on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::JsonLines => "json-lines",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
            Self::Azure => "azure",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// What it is, in a few words for a list.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Human => "The line, what is wrong with it, why, and what to do",
            Self::Concise => "One line for each finding",
            Self::Json => "One JSON document",
            Self::JsonLines => "One JSON document on each line",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::Github => "Annotations for GitHub Actions",
            Self::Gitlab => "The code quality report of GitLab",
            Self::Junit => "A test case for each file",
            Self::Checkstyle => "The XML of Checkstyle",
            Self::Rdjson => "The format of reviewdog",
            Self::Azure => "Annotations for Azure Pipelines",
            Self::Markdown => "A page of Markdown, such as the summary of a job",
            Self::Html => "A page for a browser, with plots",
        }
    }

    /// Whether it shows the lines that findings are about, or has to know where the first of them ends.
    pub const fn wants_excerpts(self) -> bool {
        matches!(self, Self::Human | Self::Sarif | Self::Github | Self::Html)
    }

    /// Whether it shows all findings, or cannot tell from what was counted which ones. The others show the first few of
    /// each rule in a file.
    pub const fn wants_all(self) -> bool {
        !matches!(self, Self::Human)
    }

    /// Whether it shows the fingerprints of findings.
    pub const fn wants_fingerprints(self) -> bool {
        matches!(self, Self::Json | Self::JsonLines | Self::Sarif | Self::Gitlab)
    }

    /// Whether it shows what documents say of themselves.
    pub const fn wants_profile(self) -> bool {
        matches!(self, Self::Html)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}

/// There is no format of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is no such format; the formats are ")?;
        for (number, format) in Format::ALL.iter().enumerate() {
            write!(formatter, "{}`{format}`", if number == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownFormat {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        let error = "yaml".parse::<Format>().map_err(|error| error.to_string());
        let formats = "there is no such format; the formats are `human`, `concise`, `json`, `json-lines`, `sarif`, \
                       `github`, `gitlab`, `junit`, `checkstyle`, `rdjson`, `azure`, `markdown`, `html`";
        assert_eq!(error, Err(formats.to_owned()));
    }
}
