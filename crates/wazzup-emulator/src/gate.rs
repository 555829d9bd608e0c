//! Who may call what, and how often.

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Method, StatusCode};

use crate::app::App;
use crate::http::{Caller, Credential, Fail};
use crate::knobs::{EmptyOrJson, ForbiddenCode, Knobs};
use crate::state::World;

/// Checks key, window and scope. `None`: a route without a key.
pub(crate) fn admit(app: &Arc<App>, parts: &Parts) -> Result<Option<Caller>, Fail> {
    let path = parts.uri.path();
    if path == "/v3/connect" || path.starts_with("/counters/") {
        return Ok(None);
    }
    let public = path.starts_with("/v3/");
    let now = app.clock.now();
    let mut world = app.world();
    let world = &mut *world;
    let key = parts
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, key)| key.trim());
    let Some(caller) = key
        .and_then(|key| world.keys.get(key))
        .map(|key| key.caller)
    else {
        return Err(unauthorized(&world.knobs));
    };
    if public {
        count(world, key.unwrap_or_default(), now)?;
    }
    if !open_to(caller.credential, public, &parts.method, path) {
        return Err(forbidden(&world.knobs));
    }
    Ok(Some(caller))
}

fn unauthorized(knobs: &Knobs) -> Fail {
    match knobs.dialect.unauthorized_body {
        EmptyOrJson::Empty => Fail::bare(StatusCode::UNAUTHORIZED),
        EmptyOrJson::Json => Fail::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED"),
    }
}

fn forbidden(knobs: &Knobs) -> Fail {
    let code = match knobs.dialect.forbidden_code {
        ForbiddenCode::Forbidden => "FORBIDDEN",
        ForbiddenCode::TooManyEntities => "TOO_MANY_ENTITIES",
    };
    Fail::new(StatusCode::FORBIDDEN, code)
}

/// Counts a request in the fixed window of its key.
fn count(world: &mut World, key: &str, now: i64) -> Result<(), Fail> {
    let rules = &world.knobs.rate_limit;
    let Some(most) = rules.requests else {
        return Ok(());
    };
    let length = i64::try_from(rules.window_ms.max(1)).unwrap_or(i64::MAX);
    let phase = rules
        .phase_ms
        .unwrap_or_else(|| world.ids.phase(rules.window_ms));
    let shifted = now.saturating_sub(i64::try_from(phase).unwrap_or(0));
    let index = shifted.div_euclid(length);
    let Some(entry) = world.keys.get_mut(key) else {
        return Ok(());
    };
    if entry.window != index {
        entry.window = index;
        entry.counted = 0;
    }
    if entry.counted >= most {
        let fail = match world.knobs.dialect.rate_limit_body {
            EmptyOrJson::Empty => Fail::bare(StatusCode::TOO_MANY_REQUESTS),
            EmptyOrJson::Json => Fail::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS"),
        };
        if !rules.retry_after {
            return Err(fail);
        }
        let left = length - shifted.rem_euclid(length);
        return Err(fail.retry_after(u64::try_from(left).unwrap_or(0).div_ceil(1_000)));
    }
    entry.counted += 1;
    Ok(())
}

fn open_to(credential: Credential, public: bool, method: &Method, path: &str) -> bool {
    match credential {
        Credential::Full if public => path != "/v3/migration",
        Credential::Full => !partner_only(method, path),
        Credential::Sidecar => public && beside_an_integration(method, path),
        Credential::Partner if public => matches!(path, "/v3/marketplace" | "/v3/migration"),
        Credential::Partner => {
            partner_only(method, path)
                || matches!(path, "/accounts/balance" | "/accounts/transactions")
        }
    }
}

/// What a sidecar key opens.
fn beside_an_integration(method: &Method, path: &str) -> bool {
    match path {
        "/v3/channels" | "/v3/templates/whatsapp" => method == Method::GET,
        "/v3/webhooks" => method == Method::GET || method == Method::PATCH,
        "/v3/message" => method == Method::POST,
        _ => {
            path.starts_with("/v3/message/")
                && (method == Method::PATCH || method == Method::DELETE)
        }
    }
}

/// What creates, deletes, funds or sums up accounts.
fn partner_only(method: &Method, path: &str) -> bool {
    match path {
        "/accounts" | "/accounts/waba-summary" => true,
        "/accounts/balance" => method == Method::POST,
        "/accounts/transactions" => false,
        _ => path.starts_with("/accounts/"),
    }
}
