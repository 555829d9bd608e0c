//! Which requests a fault is for: `POST /v3/message`, `/v3/users/*`, `*`.

/// Method and path of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: String,
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.trim().to_owned(),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it can fit anything at all: a method or `*` before the path, if something is, and a
    /// path that begins as paths do.
    pub(crate) fn is_sensible(&self) -> bool {
        let (wanted, pattern) = match self.text.split_once(' ') {
            Some((wanted, pattern)) => (wanted.trim(), pattern.trim()),
            None => ("*", self.text.as_str()),
        };
        let method = wanted == "*" || wanted.bytes().all(|byte| byte.is_ascii_alphabetic());
        let path = pattern == "*" || pattern.starts_with('/');
        method && path && !pattern.contains(|letter: char| letter.is_whitespace() || letter == '?')
    }

    /// `*` or `{anything}` stands for one segment; a `*` at the end for all that follows.
    pub(crate) fn fits(&self, method: &str, path: &str) -> bool {
        let (wanted, pattern) = match self.text.split_once(' ') {
            Some((wanted, pattern)) => (wanted.trim(), pattern.trim()),
            None => ("*", self.text.as_str()),
        };
        if wanted != "*" && !wanted.eq_ignore_ascii_case(method) {
            return false;
        }
        if pattern == "*" {
            return true;
        }
        let mut segments = path.split('/');
        let mut wanted = pattern.split('/').peekable();
        while let Some(part) = wanted.next() {
            if part == "*" && wanted.peek().is_none() {
                return segments.next().is_some();
            }
            let Some(segment) = segments.next() else {
                return false;
            };
            let any = part == "*" || (part.starts_with('{') && part.ends_with('}'));
            if !any && part != segment {
                return false;
            }
        }
        segments.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_method_and_path() {
        let pattern = Pattern::new("POST /v3/message");
        assert!(pattern.fits("POST", "/v3/message"));
        assert!(!pattern.fits("GET", "/v3/message"));
        assert!(!pattern.fits("POST", "/v3/message/1"));
    }

    #[test]
    fn a_pattern_that_can_fit_nothing_is_known_for_it() {
        for pattern in ["*", "* *", "* /v3/users", "post /v3/message", "/v3/*"] {
            assert!(Pattern::new(pattern).is_sensible(), "{pattern}");
        }
        for pattern in [
            "",
            "GET",
            "GET v3/users",
            "GET v3 users",
            "GET /v3/users?offset=0",
        ] {
            assert!(!Pattern::new(pattern).is_sensible(), "{pattern}");
        }
    }

    #[test]
    fn a_star_stands_for_one_segment_or_for_the_rest() {
        assert!(Pattern::new("PATCH /v3/message/*").fits("PATCH", "/v3/message/1"));
        assert!(!Pattern::new("PATCH /v3/message/*").fits("PATCH", "/v3/message"));
        assert!(Pattern::new("/channels/*/c1/reinit").fits("POST", "/channels/wapi/c1/reinit"));
        assert!(Pattern::new("/v3/*").fits("GET", "/v3/templates/whatsapp"));
        assert!(Pattern::new("DELETE /v3/users/{id}").fits("DELETE", "/v3/users/a%20b"));
        assert!(Pattern::new("*").fits("GET", "/settings"));
    }
}
