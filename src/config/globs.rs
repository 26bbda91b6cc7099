//! Patterns for paths, as `exclude` and `paths` have them.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Makes one matcher of `patterns`. Paths are matched relative to the folder of the configuration file.
///
/// As in a `.gitignore`, a pattern without a slash holds for a file or folder of that name anywhere, and a pattern
/// that names a folder holds for everything in it. `*` does not match a slash.
pub(super) fn compile(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_end_matches('/');
        let anywhere = if pattern.contains('/') { "" } else { "**/" };
        let pattern = pattern.strip_prefix("./").or(pattern.strip_prefix('/')).unwrap_or(pattern);
        for inside in ["", "/**"] {
            set.add(GlobBuilder::new(&format!("{anywhere}{pattern}{inside}")).literal_separator(true).build()?);
        }
    }
    set.build()
}

/// What is wrong with a pattern that could be compiled, and would not do what was meant, and what to do: it would match
/// everything, as an empty one would, or nothing at all.
pub(super) fn mistake(pattern: &str) -> Option<(&'static str, &'static str)> {
    let is_empty = pattern.trim().trim_start_matches('.').trim_matches('/').is_empty();
    if is_empty && !pattern.split('/').any(|part| part == "..") {
        Some(("it is empty", "take it out, or write `**` if everything is meant"))
    } else if pattern.starts_with('!') {
        Some(("`!` does not take back what another pattern says", "name only what is meant"))
    } else if pattern.split('/').any(|part| part == "..") {
        Some(("no path leads upwards", "patterns are relative to the folder of this file, and hold inside of it"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        compile(&[pattern.to_owned()]).expect("a pattern").is_match(path)
    }

    #[test]
    fn a_name_holds_anywhere_and_a_path_from_the_root() {
        assert!(matches("old", "a/old/b.corpus") && matches("*.gz", "a/b.corpus.gz"));
        assert!(matches("a/old", "a/old/b.corpus") && !matches("a/old", "b/a/old/c.corpus"));
        assert!(matches("a/*.corpus", "a/b.corpus") && !matches("a/*.corpus", "a/c/b.corpus"));
        assert!(matches("/a", "a/b.corpus") && matches("a/", "x/a/b"));
        assert!(matches("./a/b", "a/b/c.corpus") && !matches("./a", "x/a/b"));
        assert!(compile(&["a[".to_owned()]).is_err());
    }

    #[test]
    fn what_would_match_everything_or_nothing_is_a_mistake() {
        for pattern in ["", " ", "/", ".", "./", "//", "!a", "../a", "a/../b", ".."] {
            assert!(mistake(pattern).is_some(), "{pattern}");
        }
        for pattern in ["a", "/a", "./a", "a/", "**", "*.gz", ".a", "..a", "a..b/c", "a!"] {
            assert_eq!(mistake(pattern), None, "{pattern}");
        }
    }
}
