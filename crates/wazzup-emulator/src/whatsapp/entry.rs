//! The door of the Graph: which paths are its, which version, whose token.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{Method, Uri};

use super::control::MEDIA;
use super::refusal::{Outcome, Refusal};
use super::{codes, state};
use crate::app::App;
use crate::http::pairs;

/// Where the bytes of media are fetched: no node of the Graph, but behind the same tokens.
pub(crate) const FILES: &str = "/whatsapp_business/";

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A system user with all permissions on the account.
    User,
    /// The app itself.
    App,
    /// Somebody else: a token that is good, but not for anything here.
    Stranger,
}

impl Holder {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::App => "app",
            Self::Stranger => "stranger",
        }
    }
}

/// How a request came in.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The version asked for, such as `v25.0`.
    pub(crate) version: Option<String>,
    /// The URI without it.
    pub(crate) uri: Uri,
    /// Whose token it had; `None` only where none is needed.
    pub(crate) holder: Option<Holder>,
}

/// Whether a path belongs to the Graph: it has a version with a dot, which no other route has, or
/// begins with what only the Graph has there.
pub(crate) fn is_graph(path: &str) -> bool {
    let (version, rest) = split(path);
    if version.is_some() {
        return true;
    }
    let first = rest.trim_start_matches('/').split('/').next();
    let first = first.unwrap_or_default();
    let is_id = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    is_id || first.starts_with("upload:") || first == "oauth" || path.starts_with(FILES)
}

/// Whether a request to this path may have a large body.
pub(crate) fn is_upload(path: &str) -> bool {
    let (_, rest) = split(path);
    path == MEDIA || is_graph(path) && (rest.ends_with("/media") || rest.starts_with("/upload:"))
}

/// Whether a request that breaks off counts as far as it came: the bytes of an upload that can go on.
pub(crate) fn goes_on(parts: &Parts) -> bool {
    let path = parts.uri.path();
    parts.method == Method::POST && is_graph(path) && split(path).1.starts_with("/upload:")
}

/// The version in front of a path, and the path without it.
fn split(path: &str) -> (Option<&str>, &str) {
    let whole = (None, path);
    let Some(after) = path.strip_prefix("/v") else {
        return whole;
    };
    let end = after.find('/').unwrap_or(after.len());
    let (number, rest) = after.split_at(end);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        Some((major, minor)) if is_number(major) && is_number(minor) => {
            (Some(&path[1..path.len() - rest.len()]), rest)
        }
        _ => whole,
    }
}

/// Checks the token and counts the request.
pub(crate) fn admit(app: &Arc<App>, parts: &Parts, body: &Bytes) -> Outcome<Entry> {
    let (version, rest) = split(parts.uri.path());
    let rest = if rest.is_empty() { "/" } else { rest };
    let rest = match rest.strip_suffix('/') {
        // Some clients write a slash behind an id.
        Some(bare) if !bare.is_empty() => bare,
        _ => rest,
    };
    let target = match parts.uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    let uri = target
        .parse()
        .map_err(|_| Refusal::new(codes::UNKNOWN_PATH))?;
    let mut entry = Entry {
        version: version.map(str::to_owned),
        uri,
        holder: None,
    };
    if rest == "/oauth/access_token" {
        return Ok(entry);
    }
    let token = token(parts, body);
    let now = app.clock.now();
    let mut world = app.world();
    let world = &mut *world;
    let known = token.as_ref().map(|token| world.whatsapp.tokens.get(token));
    if rest.starts_with(FILES) {
        // The routes there answer 404 to whoever has none.
        entry.holder = known.flatten().and_then(state::Token::holder);
        return Ok(entry);
    }
    let holder = match known {
        None => {
            return Err(Refusal::new(codes::TOKEN).details("There is no access token."));
        }
        Some(None) => {
            return Err(Refusal::new(codes::TOKEN).details("The access token is not known."));
        }
        Some(Some(token)) => token.holder().ok_or_else(|| {
            let refusal = Refusal::new(codes::TOKEN).details("The access token has expired.");
            refusal.subcode(463)
        })?,
    };
    entry.holder = Some(holder);
    if is_management(&parts.method, rest) {
        let most = world.knobs.whatsapp.limits.management_per_hour;
        if !world.whatsapp.usage.count(now, most) {
            return Err(Refusal::new(codes::ACCOUNT_CALLS));
        }
    }
    Ok(entry)
}

/// The calls that are counted per account and hour.
pub(super) fn is_management(method: &Method, path: &str) -> bool {
    let mut segments = path.trim_start_matches('/').split('/');
    let (_, edge, more) = (segments.next(), segments.next(), segments.next());
    match (edge, more) {
        (None, None) => method == Method::GET || method == Method::POST,
        (Some(edge), None) => matches!(
            edge,
            "assigned_users" | "phone_numbers" | "message_templates" | "subscribed_apps"
        ),
        _ => false,
    }
}

/// The token of a request: of the query, of a form, or of the header.
fn token(parts: &Parts, body: &Bytes) -> Option<String> {
    let of_pairs = |form: &str| {
        let found = pairs(form).find(|(name, _)| name == "access_token");
        found.map(|(_, token)| token)
    };
    if let Some(token) = parts.uri.query().and_then(of_pairs) {
        return Some(token);
    }
    let content_type = parts.headers.get(CONTENT_TYPE);
    let is_form = content_type.is_some_and(|value| {
        value
            .as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if is_form
        && let Ok(form) = std::str::from_utf8(body)
        && let Some(token) = of_pairs(form)
    {
        return Some(token);
    }
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    // Uploads are documented with the older scheme.
    let fits = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth");
    fits.then(|| token.trim().to_owned())
}

/// The URI as the journal may keep it.
pub(crate) fn without_secrets(uri: &Uri) -> Uri {
    const SECRET: [&str; 2] = ["access_token=", "client_secret="];
    let Some(query) = uri.query() else {
        return uri.clone();
    };
    if !SECRET.iter().any(|name| query.contains(name)) {
        return uri.clone();
    }
    let masked: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _))
                if SECRET
                    .iter()
                    .any(|secret| secret[..secret.len() - 1] == *name) =>
            {
                format!("{name}=***")
            }
            _ => pair.to_owned(),
        })
        .collect();
    let target = format!("{}?{}", uri.path(), masked.join("&"));
    target.parse().unwrap_or_else(|_| uri.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_a_dot() {
        assert_eq!(split("/v25.0/77/messages"), (Some("v25.0"), "/77/messages"));
        assert_eq!(split("/v25.0"), (Some("v25.0"), ""));
        for path in ["/v3/message", "/v3", "/v.0/1", "/v1./1", "/version", "/"] {
            assert_eq!(split(path), (None, path));
        }
    }

    #[test]
    fn paths_of_wazzup_are_not_the_graphs() {
        for path in ["/v3/message", "/accounts", "/channels/list", "/", "/users"] {
            assert!(!is_graph(path), "{path}");
        }
        for path in [
            "/v25.0/oauth/access_token",
            "/oauth/access_token",
            "/310/messages",
            "/v1.0/x",
            "/upload:abc",
            "/whatsapp_business/attachments/",
        ] {
            assert!(is_graph(path), "{path}");
        }
    }

    #[test]
    fn secrets_do_not_get_into_the_journal() {
        let uri = "/1/subscriptions?access_token=abc&fields=a"
            .parse()
            .unwrap();
        assert_eq!(
            without_secrets(&uri).to_string(),
            "/1/subscriptions?access_token=***&fields=a"
        );
    }
}
