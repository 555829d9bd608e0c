//! What the service remembers.

mod account;
mod channel;
mod chat;
mod message;
mod schedule;
mod setup;
mod store;
mod template;
mod webhooks;
mod world;

pub use message::{Direction, StoredMessage};

pub(crate) use account::{Account, User};
pub(crate) use channel::{Channel, GROUPS, TRANSPORTS, chat_type_of};
pub(crate) use chat::{Chat, ChatKey};
pub(crate) use message::Fate;
pub(crate) use schedule::{Schedule, Stage, Step};
pub(crate) use setup::Setup;
pub(crate) use store::Store;
pub(crate) use template::Template;
pub(crate) use webhooks::{Switch, Webhooks};
pub(crate) use world::{Parcel, Proof, Service, World};
