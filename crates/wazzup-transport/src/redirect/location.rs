//! Where a `Location` points to: RFC 3986, section 5, as far as HTTP needs it.

use http::{
    Uri,
    uri::{PathAndQuery, Scheme},
};

/// The absolute URL that a reference means, seen from another one. `None` if it is no reference, or to
/// what is neither `http` nor `https`, or has a user in it.
pub(super) fn resolve(from: &Uri, location: &[u8]) -> Option<Uri> {
    let location = std::str::from_utf8(location).ok()?.trim();
    // What is behind it is for whoever shows the page.
    let location = location.split('#').next().unwrap_or_default();
    let (scheme, authority) = (from.scheme()?, from.authority()?);
    let path = from.path_and_query().map_or("/", PathAndQuery::path);
    let text = if has_scheme(location) {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else if location.is_empty() || location.starts_with('?') {
        let path = if location.is_empty() {
            from.path_and_query().map_or("/", PathAndQuery::as_str)
        } else {
            path
        };
        format!("{scheme}://{authority}{path}{location}")
    } else {
        let (folder, _) = path.rsplit_once('/')?;
        format!("{scheme}://{authority}{}", without_steps(folder, location))
    };
    absolute(&text)
}

/// An absolute `http` or `https` URL without a user in it.
pub(crate) fn absolute(text: &str) -> Option<Uri> {
    let uri: Uri = text.parse().ok()?;
    let authority = uri.authority()?;
    let is_web =
        matches!(uri.scheme(), Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS);
    (is_web && !authority.as_str().contains('@') && !authority.host().is_empty()).then_some(uri)
}

/// Whether it starts with the name of a scheme and a colon.
fn has_scheme(location: &str) -> bool {
    let name = location.split([':', '/', '?']).next().unwrap_or_default();
    location[name.len()..].starts_with(':')
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// The relative path below the folder, with `.` and `..` walked.
fn without_steps(folder: &str, relative: &str) -> String {
    let (path, query) = match relative.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (relative, None),
    };
    let mut steps: Vec<&str> = folder.split('/').skip(1).collect();
    let mut at_folder = false;
    for step in path.split('/') {
        at_folder = matches!(step, "." | "..");
        match step {
            "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let mut all = format!("/{}", steps.join("/"));
    if at_folder && !all.ends_with('/') {
        all.push('/');
    }
    if let Some(query) = query {
        all.push('?');
        all.push_str(query);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn to(location: &str) -> Option<String> {
        let from = Uri::from_static("https://a.test:8443/b/c/d?q=1");
        resolve(&from, location.as_bytes()).map(|uri| uri.to_string())
    }

    #[test]
    fn references_are_resolved_as_the_standard_says() {
        for (location, url) in [
            ("http://x.test/y?z#w", "http://x.test/y?z"),
            ("HTTPS://x.test/y", "https://x.test/y"),
            ("//x.test/y", "https://x.test/y"),
            ("/y?z", "https://a.test:8443/y?z"),
            ("?z", "https://a.test:8443/b/c/d?z"),
            ("", "https://a.test:8443/b/c/d?q=1"),
            ("e?z", "https://a.test:8443/b/c/e?z"),
            ("../e", "https://a.test:8443/b/e"),
            ("./e/../f", "https://a.test:8443/b/c/f"),
            ("..", "https://a.test:8443/b/"),
            ("../../../../e", "https://a.test:8443/e"),
            (" /y ", "https://a.test:8443/y"),
            ("y:z/w", ""),
        ] {
            assert_eq!(to(location).unwrap_or_default(), url, "{location:?}");
        }
    }

    #[test]
    fn what_is_no_url_of_the_web_is_refused() {
        for wrong in [
            "ftp://x.test/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://me:pw@x.test/",
            "//me@x.test/",
            "https://",
            "http:///x",
            "/a b",
        ] {
            assert_eq!(to(wrong), None, "{wrong:?}");
        }
        assert_eq!(resolve(&Uri::from_static("https://a.test"), b"/\xff"), None);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_an_absolute_url_or_nothing(location in "\\PC{0,40}") {
            let from = Uri::from_static("https://a.test/b/c");
            if let Some(uri) = resolve(&from, location.as_bytes()) {
                prop_assert!(matches!(uri.scheme_str(), Some("http" | "https")));
                prop_assert!(uri.host().is_some_and(|host| !host.is_empty()));
            }
        }
    }
}
