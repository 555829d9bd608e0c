//! Forms with files in them: `multipart/form-data`, RFC 7578.
//!
//! A part is bytes or a stream. If the length of each is known, that of the whole is sent as
//! `Content-Length`; a stream is never held in memory. A form of bytes only can be sent again, so the
//! call is repeated where others are; one with a stream is sent once.
//!
//! ```
//! use http::HeaderValue;
//! use wazzup_transport::{Endpoint, Request, multipart::{Form, Part}};
//!
//! const UPLOAD: Endpoint = Endpoint::post("media.upload", "/media");
//!
//! let file = Part::new("file", "GIF89a")
//!     .filename("cat.gif")
//!     .content_type(HeaderValue::from_static("image/gif"));
//! let request = Request::new(&UPLOAD).multipart(Form::new().text("type", "image/gif").part(file));
//! ```

pub use self::{form::Form, part::Part};

mod encode;
mod form;
mod part;
