//! The configuration file to begin with: every key, explained, with an example that is switched off.

use super::keys::{FILE, Key};

/// Where lines of explanation end, in characters.
const WIDTH: usize = 100;

/// The text of a configuration file in which nothing is set. Explanations begin with `# `, examples with `#`.
pub fn template() -> String {
    let mut text = String::from(
        "# The configuration of corplint. Nothing is set here: take away the `#` before what you want to set.\n",
    );
    for key in FILE {
        text.push('\n');
        text.push_str(&entry(key));
    }
    text
}

fn entry(key: &Key) -> String {
    let mut text = String::new();
    let mut line = String::from("#");
    for word in key.about.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
    for line in key.example.lines() {
        text.push('#');
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    #[test]
    fn nothing_is_set() {
        let config = parse(&template()).expect("a configuration");
        assert_eq!(format!("{config:?}"), format!("{:?}", crate::config::ConfigFile::default()));
        assert!(template().lines().all(|line| line.chars().count() <= WIDTH + 2), "{}", template());
    }

    #[test]
    fn everything_can_be_switched_on_at_once() {
        let on: String = template()
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n")
            .collect();
        parse(&on).expect("a configuration");
        for key in FILE {
            assert!(on.lines().any(|line| line.trim_start_matches('[').starts_with(key.name)), "`{}`: {on}", key.name);
        }
    }
}
