//! Ready-made conditions on events, for handlers and waits.

pub mod accounts;
pub mod any;
pub mod calls;
pub mod chats;
mod command;
mod content;
pub mod messages;
pub mod preferences;
pub mod raw;
pub mod replies;
pub mod statuses;
pub mod templates;
pub mod text;
mod texts;
pub mod updates;
pub mod users;
mod words;

use self::content::HasContent;
pub use self::words::Words;
