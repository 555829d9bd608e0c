#![doc = include_str!("../README.md")]

mod body;
mod content_type;
mod detached;
mod endpoint;
mod future;
mod hook;
mod policy;
mod query;
mod reply;
mod secrets;
mod service;
mod work;

pub use self::body::Unread;
pub use self::endpoint::{Admission, Endpoint, Head, Taken};
pub use self::future::ResponseFuture;
pub use self::hook::tell_hook;
pub use self::policy::Policy;
pub use self::query::{QueryPair, query};
pub use self::reply::Reply;
pub use self::secrets::{InvalidSecret, Live, LiveSecret, SecretList, SecretSet};
pub use self::service::EndpointService;
pub use self::work::Work;
