//! Ready-made conditions on events, for handlers and waits.
//!
//! They go together by [`and`](wazzup_dispatch::Filter::and), [`or`](wazzup_dispatch::Filter::or) and
//! [`not`](wazzup_dispatch::Filter::not), and with closures. Each takes the events that have what it
//! looks at, told apart by traits such as [`TextLike`](text::TextLike) and
//! [`ByUser`](users::ByUser): a condition on something that an event does not have does not compile,
//! and one on something that it lacks this time is not met. Where one text or several are asked
//! for, either is taken: see [`Words`].
//!
//! ```
//! use wazzup_whatsapp_webhooks::{
//!     CallbackButton, Message, MessageStatus,
//!     dispatch::{Filter, Handler, Router},
//!     filters::{chats, messages, statuses, text, users},
//! };
//!
//! async fn help(message: Message) {}
//! async fn keep_picture(message: Message) {}
//! async fn cancel(button: CallbackButton) {}
//! async fn alarm(status: MessageStatus) {}
//!
//! let router = Router::new()
//!     .on(help.filter(messages::command(["help", "start"]).and(chats::private())))
//!     .on(keep_picture.filter(messages::image().and(users::from_countries("NL"))))
//!     .on(cancel.filter(text::matches("cancel").or(text::starts_with("cancel~"))))
//!     .on(alarm.filter(statuses::failed_with([131026])));
//! ```
//!
//! A status has no picture:
//!
//! ```compile_fail,E0277
//! # use wazzup_whatsapp_webhooks::{MessageStatus, dispatch::{Handler, Router}, filters::messages};
//! async fn alarm(status: MessageStatus) {}
//! let router = Router::new().on(alarm.filter(messages::image()));
//! ```
//!
//! # Names of pywa
//!
//! For those who know pywa's filters. What a handler's first argument says already needs no filter
//! (`message`, `callback_button`, `callback_selection`, `flow_completion`, `message_status`,
//! `template_status`, `template_category`, `template_quality`, `template_components`, `call_connect`,
//! `call_terminate`, `call_status`, `call_permission_update`, `phone_number_change`,
//! `identity_change`, `user_marketing_preferences`, `account_update`, `chat_opened`); for a wildcard
//! or a wait there is [`any::is`].
//!
//! | pywa | Here | What is different |
//! |------|------|-------------------|
//! | `true`, `false`, `new` | [`always`](wazzup_dispatch::always), [`never`](wazzup_dispatch::never), a closure | |
//! | `&`, `\|`, `~` | [`and`](wazzup_dispatch::Filter::and), [`or`](wazzup_dispatch::Filter::or), [`not`](wazzup_dispatch::Filter::not) | |
//! | `webhook_fields` | [`raw::webhook_fields`] | fields of all changes |
//! | `update_id` | [`updates::update_id`] | of templates, the template's |
//! | `waba_id` | [`updates::waba`] | |
//! | `sent_to`, `sent_to_me` | [`updates::sent_to`], [`updates::sent_to_number`] | to be left to [`only_phone_number`](crate::WebhooksBuilder::only_phone_number), mostly |
//! | `from_users` | [`users::from_users`] | |
//! | `from_countries` | [`users::from_countries`] | |
//! | `without_wa_id` | [`users::without_wa_id`] | |
//! | `private`, `group`, `from_groups` | [`chats::private`], [`chats::group`], [`chats::from_groups`] | |
//! | `matches` | [`text::matches`] | |
//! | `startswith`, `endswith`, `contains` | [`text::starts_with`], [`text::ends_with`], [`text::contains`] | |
//! | `regex` | `text::regex`, with the feature `regex` | found anywhere; begin it with `^` as needed |
//! | `command`, `is_command` | [`messages::command`], [`messages::is_command`] | a word of its own: `/started` is not `start` |
//! | `text`, `media`, `has_caption` | [`messages::text`], [`messages::media`], [`messages::has_caption`] | |
//! | `mimetypes`, `extensions` | [`messages::mime_types`], [`messages::extensions`] | parameters and case are left aside |
//! | `image`, `video`, `document` | [`messages::image`], [`messages::video`], [`messages::document`] | |
//! | `audio`, `audio_only`, `voice` | [`messages::audio`], [`messages::audio_only`], [`messages::voice`] | |
//! | `sticker`, `animated_sticker`, `static_sticker` | [`messages::sticker`], [`messages::animated_sticker`], [`messages::static_sticker`] | |
//! | `reaction`, `reaction_added`, `reaction_removed`, `reaction_emojis` | [`messages::reaction`], [`messages::reaction_added`], [`messages::reaction_removed`], [`messages::reaction_emojis`] | |
//! | `location`, `current_location`, `location_in_radius` | [`messages::location`], [`messages::current_location`], [`messages::location_in_radius`] | |
//! | `contacts`, `contacts_has_wa`, `contact_info_shared` | [`messages::contacts`], [`messages::contacts_has_wa`], [`messages::contact_info_shared`] | |
//! | `order`, `unsupported` | [`messages::order`], [`messages::unsupported`] | |
//! | `forwarded`, `forwarded_many_times` | [`replies::forwarded`], [`replies::forwarded_many_times`] | |
//! | `factory=` of a handler | [`Clicked`](crate::Clicked), [`Tracked`](crate::Tracked), [`callbacks::data`] | an argument of the handler |
//! | `reply`, `replays_to` | [`replies::reply`], [`replies::replies_to`] | |
//! | `has_referred_product` | [`replies::has_referred_product`] | |
//! | `sent`, `delivered`, `read`, `failed`, `played` | [`statuses::sent`], [`statuses::delivered`], [`statuses::read`], [`statuses::failed`], [`statuses::played`] | |
//! | `failed_with` | [`statuses::failed_with`], [`statuses::failed_with_class`] | by code or by class |
//! | `with_tracker` | [`statuses::with_tracker`] | |
//! | `template_status_approved`, `template_status_rejected` | [`templates::approved`], [`templates::rejected`] | |
//! | `incoming_call`, `outgoing_call` | [`calls::incoming`], [`calls::outgoing`] | |
//! | `call_ringing`, `call_answered`, `call_rejected` | [`calls::ringing`], [`calls::accepted`], [`calls::rejected`] | |
//! | `call_permission_accepted`, `call_permission_rejected` | [`calls::permission_accepted`], [`calls::permission_rejected`] | |
//! | `user_marketing_preferences_stop` | [`preferences::stop`] | |
//! | `user_marketing_preferences_resume` | [`preferences::resume`] | a sign-up is no resumption |
//! | `account_deleted` and the like, `partner_added` and the like | [`accounts::deleted`], [`accounts::partner_added`] and so on | |

pub mod accounts;
pub mod any;
pub mod callbacks;
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
