//! One fault: which requests, how often, what happens.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value, json};

use super::pattern::Pattern;

/// When the connection goes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drop {
    Before,
    After,
}

/// Something that goes wrong with the next requests of a route.
///
/// Without [`status`](Self::status) and the like the request is executed and answered as ever, but
/// for the delay or cut asked for. Faults are tried in the order in which they were injected; one
/// request meets one fault. Requests to `/_emulator/` meet none.
///
/// ```
/// use wazzup_emulator::Fault;
///
/// let busy = Fault::on("POST /v3/message").times(2).status(503).header("Retry-After", "1");
/// let lost = Fault::on("POST /v3/message").drop_after();
/// let cut = Fault::on("/v3/contacts/*").cut_after(40);
/// # let _ = (busy, lost, cut);
/// ```
#[derive(Clone)]
pub struct Fault {
    pub(crate) route: Pattern,
    pub(crate) times: u64,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Option<Bytes>,
    pub(crate) execute: bool,
    pub(crate) delay_ms: Option<u64>,
    pub(crate) drop: Option<Drop>,
    pub(crate) cut: Option<usize>,
    pub(crate) cut_request: Option<usize>,
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Headers and body may hold what is nobody's business.
        f.debug_struct("Fault")
            .field("route", &self.route.as_str())
            .field("times", &self.times)
            .field("status", &self.status)
            .field("drop", &self.drop)
            .finish_non_exhaustive()
    }
}

impl Fault {
    /// A fault of one request that fits `route`: a method and a path such as `POST /v3/message`, a
    /// path alone, or `*`. In a path `*` stands for one segment, at the end for all that follows.
    #[must_use]
    pub fn on(route: &str) -> Self {
        Self {
            route: Pattern::new(route),
            times: 1,
            status: None,
            headers: HeaderMap::new(),
            body: None,
            execute: false,
            delay_ms: None,
            drop: None,
            cut: None,
            cut_request: None,
        }
    }

    /// How many requests it hits; at least one.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times.max(1);
        self
    }

    /// Answers with this status, without executing the request. What is no status becomes 500.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        let status = StatusCode::from_u16(status);
        self.status = Some(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        self
    }

    /// Answers with this body; with status 200 unless another is set.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Answers with this header; with status 200 unless another is set. What is no header is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            self.headers.append(name, value);
        }
        self
    }

    /// Executes the request although the answer is another one.
    #[must_use]
    pub fn after_execution(mut self) -> Self {
        self.execute = true;
        self
    }

    /// Waits on the virtual clock first; a manual one has to be [moved](crate::Emulator::advance) for it to end.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay_ms = Some(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX));
        self
    }

    /// Closes the connection without executing the request.
    #[must_use]
    pub fn drop_before(mut self) -> Self {
        self.drop = Some(Drop::Before);
        self
    }

    /// Executes the request and closes the connection without an answer.
    #[must_use]
    pub fn drop_after(mut self) -> Self {
        self.drop = Some(Drop::After);
        self
    }

    /// Executes the request and closes the connection after this many bytes of the answer, the head
    /// counted too.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.cut = Some(bytes);
        self
    }

    /// Closes the connection after this many bytes of the request; sockets only. The route is known
    /// from the first bytes that arrive, so the request line must come in one piece.
    #[must_use]
    pub fn cut_request_after(mut self, bytes: usize) -> Self {
        self.cut_request = Some(bytes);
        self
    }

    pub(crate) fn answer(&self) -> Option<Response<Bytes>> {
        if self.status.is_none() && self.body.is_none() && self.headers.is_empty() {
            return None;
        }
        let mut response = Response::new(self.body.clone().unwrap_or_default());
        *response.status_mut() = self.status.unwrap_or(StatusCode::OK);
        *response.headers_mut() = self.headers.clone();
        if !response.body().is_empty() && !self.headers.contains_key(CONTENT_TYPE) {
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, json);
        }
        Some(response)
    }

    /// Whether the requests it meets end as if there were none.
    fn is_idle(&self) -> bool {
        let cut = self.cut.or(self.cut_request);
        self.answer().is_none() && self.delay_ms.is_none() && self.drop.is_none() && cut.is_none()
    }

    /// What the control API shows of it.
    pub(crate) fn describe(&self, id: u64) -> Value {
        json!({
            "id": id,
            "route": self.route.as_str(),
            "times": self.times,
            "status": self.status.map(|status| status.as_u16()),
            "execute": self.execute,
            "delayMs": self.delay_ms,
            "drop": self.drop.map(|drop| match drop {
                Drop::Before => "before",
                Drop::After => "after",
            }),
            "cutAfter": self.cut,
            "cutRequestAfter": self.cut_request,
        })
    }
}

/// Reads a fault as the control API takes it; otherwise what is wrong, in words.
pub(crate) fn parse(fields: &Map<String, Value>) -> Result<Fault, String> {
    let mut fault = Fault::on("*");
    for (name, value) in fields {
        let wrong = || format!("{name} is not known or wrong");
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("route", Value::String(route)) => {
                fault.route = Pattern::new(route);
                // A fault that can meet no request would wait for ever without a word.
                if !fault.route.is_sensible() {
                    return Err(wrong());
                }
            }
            ("times", value) => {
                let times = value.as_u64().filter(|times| *times > 0);
                fault = fault.times(times.ok_or_else(wrong)?);
            }
            ("status", value) => {
                let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
                let status = status.and_then(|status| StatusCode::from_u16(status).ok());
                // An interim status is no answer.
                let status = status.filter(|status| !status.is_informational());
                fault.status = Some(status.ok_or_else(wrong)?);
            }
            ("body", Value::String(text)) => fault.body = Some(Bytes::from(text.clone())),
            ("body", value) => fault.body = Some(Bytes::from(value.to_string())),
            ("headers", Value::Object(headers)) => {
                for (header, value) in headers {
                    let text = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    let before = fault.headers.len();
                    fault = fault.header(header, &text);
                    if fault.headers.len() == before {
                        return Err(wrong());
                    }
                }
            }
            ("execute", Value::Bool(execute)) => fault.execute = *execute,
            ("delayMs", value) => fault.delay_ms = Some(value.as_u64().ok_or_else(wrong)?),
            ("drop", Value::String(when)) => {
                fault.drop = Some(match when.as_str() {
                    "before" => Drop::Before,
                    "after" => Drop::After,
                    _ => return Err(wrong()),
                });
            }
            ("cutAfter", value) => fault.cut = Some(number(value).ok_or_else(wrong)?),
            ("cutRequestAfter", value) => {
                fault.cut_request = Some(number(value).ok_or_else(wrong)?);
            }
            _ => return Err(wrong()),
        }
    }
    if fault.is_idle() {
        return Err("the fault does nothing: give status, delayMs, drop or the like".to_owned());
    }
    Ok(fault)
}

fn number(value: &Value) -> Option<usize> {
    value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
}
