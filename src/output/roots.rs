//! Paths as services know them: relative to the repository, with nothing in them of the machine that a run was made on.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// What paths are relative to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// The working directory.
    pub here: PathBuf,
    /// The folders that a service may know paths from, such as the top of the repository; the first that fits is taken.
    pub bases: Vec<PathBuf>,
    /// The home of the user, whose name is nobody's business, by every name that it has.
    pub homes: Vec<PathBuf>,
}

impl Roots {
    /// `path` without anything that leads out of the base: no root, no drive, no `..`, and no home.
    ///
    /// What lies outside of every base is shown as it lies in the home of the user or on the machine. A service cannot
    /// show such a file anyway; but it is told which one it is.
    pub fn relative(&self, path: &Path) -> PathBuf {
        let whole = plain(&self.here.join(path));
        let bases = self.bases.iter().chain([&self.here]).chain(&self.homes);
        let inside = bases
            .filter(|base| !base.as_os_str().is_empty())
            .find_map(|base| whole.strip_prefix(plain(base)).ok().filter(|rest| !rest.as_os_str().is_empty()));
        inside.unwrap_or(&whole).components().filter_map(name).collect()
    }
}

/// `path` without `.` and `..`, as far as that can be done without looking at links.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            component => plain.push(component),
        }
    }
    plain
}

const fn name(component: Component<'_>) -> Option<&OsStr> {
    match component {
        Component::Normal(name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shown(path: &str) -> String {
        let roots = Roots {
            here: "/export/me/project/data".into(),
            bases: vec!["/export/me/project".into()],
            homes: vec!["/export/me".into()],
        };
        roots.relative(Path::new(path)).to_str().expect("it is text").to_owned()
    }

    #[test]
    fn paths_are_relative_to_the_repository() {
        assert_eq!(shown("drop/a.corpus"), "data/drop/a.corpus");
        assert_eq!(shown("./drop//a.corpus"), "data/drop/a.corpus");
        assert_eq!(shown("../other/a.corpus"), "other/a.corpus");
        assert_eq!(shown("/export/me/project/a.corpus"), "a.corpus");
    }

    #[test]
    fn what_lies_outside_leads_nowhere() {
        assert_eq!(shown("/export/me/secret/a.corpus"), "secret/a.corpus");
        assert_eq!(shown("../../../../../etc/passwd"), "etc/passwd");
        assert_eq!(shown("/etc/passwd"), "etc/passwd");
        assert_eq!(shown("/export/me/project"), "project", "the base itself is somewhere too");
    }

    #[test]
    fn without_any_roots_a_path_is_what_it_is() {
        assert_eq!(Roots::default().relative(Path::new("./a/b.corpus")), Path::new("a/b.corpus"));
    }
}
