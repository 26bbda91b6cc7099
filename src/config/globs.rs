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
        let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
        for inside in ["", "/**"] {
            set.add(GlobBuilder::new(&format!("{anywhere}{pattern}{inside}")).literal_separator(true).build()?);
        }
    }
    set.build()
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
        assert!(compile(&["a[".to_owned()]).is_err());
    }
}
