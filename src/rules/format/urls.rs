//! Addresses of pages as attributes have them.

/// Whether `written` is the whole address of something on the web: `http` or `https`, a host, and no white space.
///
/// This is less than RFC 3986 asks, and what browsers open: letters outside of ASCII stand for themselves, as in what is
/// copied from the bar of one.
pub(super) fn is_url(written: &[u8]) -> bool {
    let Some((scheme, rest)) = std::str::from_utf8(written).ok().and_then(|text| text.split_once("://")) else {
        return false;
    };
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_whole = !rest.contains(|character: char| {
        character.is_whitespace() || character.is_control() || matches!(character, '<' | '>' | '"')
    });
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    is_web && is_whole && is_host(authority.rsplit('@').next().unwrap_or_default())
}

/// Whether `host`, perhaps with a port, is the name or the number of a machine.
fn is_host(host: &str) -> bool {
    if let Some((address, port)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok()
            && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let is_label = |label: &str| {
        // Letters outside of ASCII have marks, which are none themselves.
        let may_stand = |character: char| match character {
            '-' | '_' => true,
            _ if character.is_ascii() => character.is_ascii_alphanumeric(),
            _ => !character.is_whitespace() && !character.is_control(),
        };
        label.contains(char::is_alphanumeric) && label.chars().all(may_stand)
    };
    is_port(port) && name.strip_suffix('.').unwrap_or(name).split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_opens_is_an_address() {
        for url in [
            "https://example.org",
            "HTTP://example.org:8080/a?b=c#d",
            "https://example.org./a|b{c}",
            "https://fr.example.org/Été_(saison)",
            "https://müller.example/",
            "https://हिन्दी.example/",
            "https://name:word@example.org/",
            "http://localhost/a",
            "http://192.0.2.1/",
            "http://[2001:db8::1]:80/",
            "https://web.example.org/web/2020/https://example.org/",
        ] {
            assert!(is_url(url.as_bytes()), "{url}");
        }
    }

    #[test]
    fn a_part_of_an_address_is_none() {
        for other in [
            "",
            "example.org",
            "www.example.org/a",
            "//example.org/a",
            "/a/b",
            "https:/example.org",
            "https//example.org",
            "htps://example.org",
            "https://",
            "https:///a",
            "https://.",
            "https://-/x",
            "https://example..org/",
            "https://exa mple.org/",
            "https://example.org/a https://example.org/b",
            "https://example.org/a\n",
            "<https://example.org/>",
            "https://example.org:port/",
            "http://[2001:db8::1",
            "http://[nonsense]/",
            "mailto:a@example.org",
            "file:///a",
            "n/a",
        ] {
            assert!(!is_url(other.as_bytes()), "{other}");
        }
        assert!(!is_url(b"https://example.org/\xFF"));
    }
}
