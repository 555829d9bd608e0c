//! Asks what a refusing answer says about repeats, where the status says too little.
//!
//! Some services answer "too many requests" with 400, or "try again later" with 500, and tell by a
//! code in the body what they mean. A [`Judge`] reads it and gives a [`Verdict`]; the
//! [cooldown](crate::cooldown) holds back what the verdict names, the [retries](crate::retry) go by
//! it, and so does the [`Error`](crate::Error) that the caller gets. Successes are not looked at.
//!
//! In the stack it stands just outside of what [reads the answer](crate::collect): a body that is not
//! read yet is an empty one for it. The verdict goes along as an extension of the answer.
//!
//! ```
//! use std::{convert::Infallible, time::Duration};
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::{Body, Bucket, judge::{Answer, JudgeLayer, Verdict}};
//!
//! const MESSAGES: Bucket = Bucket::new("messages");
//!
//! fn judge(answer: Answer<'_>) -> Verdict {
//!     match answer.body {
//!         b"SLOW_DOWN" => Verdict::throttled(MESSAGES).retry_after(Duration::from_secs(3)),
//!         b"BUSY" => Verdict::by_status().not_executed().repeat(true),
//!         _ => Verdict::by_status(),
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(JudgeLayer::new(judge))
//!     .service(service_fn(async |_: Request<()>| {
//!         let refused = Response::builder().status(400).body(Body::from("SLOW_DOWN"));
//!         Ok::<_, Infallible>(refused.unwrap())
//!     }));
//! let answer = service.oneshot(Request::new(())).await.unwrap();
//! let verdict = answer.extensions().get::<Verdict>().unwrap();
//! assert_eq!(verdict.bucket(), Some(MESSAGES));
//! # }
//! ```

pub(crate) use self::future::verdict_of;
pub use self::{
    future::ResponseFuture,
    layer::JudgeLayer,
    service::Judged,
    verdict::{Answer, Judge, Verdict},
};

mod future;
mod layer;
mod service;
#[cfg(test)]
mod tests;
mod verdict;
