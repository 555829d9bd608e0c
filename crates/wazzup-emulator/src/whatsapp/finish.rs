//! What the Graph adds to every answer.

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Response, Uri};
use serde_json::json;

use super::entry::{FILES, is_management};
use super::refusal::trace;
use crate::app::App;

const TRACE: HeaderName = HeaderName::from_static("x-fb-trace-id");
const APP_USAGE: HeaderName = HeaderName::from_static("x-app-usage");
const BUSINESS_USAGE: HeaderName = HeaderName::from_static("x-business-use-case-usage");

/// Adds an id, and to calls that are counted how much of the hour is used up.
pub(crate) fn finish(
    app: &App,
    method: &Method,
    uri: &Uri,
    mut response: Response<Bytes>,
) -> Response<Bytes> {
    if uri.path().starts_with(FILES) {
        return response;
    }
    let mut world = app.world();
    let mut put = |name: HeaderName, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    };
    put(TRACE, trace(&mut world.ids));
    if is_management(method, uri.path()) {
        let most = world.knobs.whatsapp.limits.management_per_hour;
        let percent = world.whatsapp.usage.percent(most);
        let minutes = world.whatsapp.usage.minutes_left(app.clock.now(), most);
        let usage = json!({ "call_count": percent, "total_cputime": 1, "total_time": 1 });
        put(APP_USAGE, usage.to_string());
        let waba = world.whatsapp.waba.id.clone();
        let usage = json!({ waba: [{
            "type": "whatsapp", "call_count": percent, "total_cputime": 1, "total_time": 1,
            "estimated_time_to_regain_access": minutes,
        }] });
        put(BUSINESS_USAGE, usage.to_string());
    }
    response
}
