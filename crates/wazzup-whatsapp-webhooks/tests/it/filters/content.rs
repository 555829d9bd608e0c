use serde_json::json;
use wazzup_whatsapp_webhooks::{
    CallbackButton, CallbackSelection, EditedMessage, FlowCompletion, Message,
    dispatch::{Filter, any_of},
    filters::{messages, statuses, text},
    testing::Delivery,
    types::webhook::MessageType,
};

use super::{check, message, status, written};
use crate::support::{USER, only};

#[test]
fn each_kind_of_content_is_told_apart() {
    let hello = written("hello");
    let image = message(
        json!({ "type": "image", "image": { "id": "1", "mime_type": "image/jpeg", "caption": "hello there" } }),
    );
    let video =
        message(json!({ "type": "video", "video": { "id": "1", "mime_type": "video/mp4" } }));
    let audio = message(
        json!({ "type": "audio", "audio": { "id": "1", "mime_type": "audio/ogg; codecs=opus" } }),
    );
    let voice = message(json!({ "type": "audio", "audio": { "id": "1", "voice": true } }));
    let document = message(
        json!({ "type": "document", "document": { "id": "1", "filename": "Bill.PDF", "mime_type": "application/pdf" } }),
    );
    let moving = message(json!({ "type": "sticker", "sticker": { "id": "1", "animated": true } }));
    let still = message(json!({ "type": "sticker", "sticker": { "id": "1", "animated": false } }));
    let odd = message(json!({ "type": "unsupported", "errors": [{ "code": 131051 }] }));
    let bare = message(json!({}));

    check(messages::text(), &[&hello], &[&image, &odd, &bare]);
    check(messages::image(), &[&image], &[&hello, &video, &bare]);
    check(messages::video(), &[&video], &[&image, &bare]);
    check(messages::document(), &[&document], &[&image, &bare]);
    check(messages::audio(), &[&audio, &voice], &[&video, &bare]);
    check(messages::audio_only(), &[&audio], &[&voice, &bare]);
    check(messages::voice(), &[&voice], &[&audio, &bare]);
    check(messages::sticker(), &[&moving, &still], &[&image, &bare]);
    check(messages::animated_sticker(), &[&moving], &[&still, &bare]);
    check(messages::static_sticker(), &[&still], &[&moving, &bare]);
    check(messages::unsupported(), &[&odd], &[&hello, &bare]);
    let files = [&image, &video, &audio, &voice, &document, &moving];
    check(messages::media(), &files, &[&hello, &odd, &bare]);
    check(messages::has_caption(), &[&image], &[&hello, &video, &bare]);
    check(
        messages::message_type(MessageType::Audio),
        &[&audio, &voice],
        &[&bare],
    );
    check(
        messages::mime_types(["image/png", "IMAGE/jpeg"]),
        &[&image],
        &[&video, &bare],
    );
    check(messages::mime_types("audio/ogg"), &[&audio], &[&voice]);
    check(
        messages::extensions([".pdf", "doc"]),
        &[&document],
        &[&image, &bare],
    );
    check(messages::extensions("bill"), &[], &[&document]);
    let not_text = messages::text().not();
    check(messages::media().and(not_text), &files, &[&hello]);
    let several = any_of([messages::image().shared(), messages::video().shared()]);
    check(several, &[&image, &video], &[&audio]);
}

#[test]
fn reactions_places_cards_and_baskets_are_looked_into() {
    let reaction = |reaction| message(json!({ "type": "reaction", "reaction": reaction }));
    let heart = reaction(json!({ "message_id": "wamid.0", "emoji": "❤" }));
    let removed = reaction(json!({ "message_id": "wamid.0" }));
    let emptied = reaction(json!({ "message_id": "wamid.0", "emoji": "" }));
    let bare = message(json!({}));
    check(
        messages::reaction(),
        &[&heart, &removed, &emptied],
        &[&bare],
    );
    check(
        messages::reaction_added(),
        &[&heart],
        &[&removed, &emptied, &bare],
    );
    check(
        messages::reaction_removed(),
        &[&removed, &emptied],
        &[&heart, &bare],
    );
    check(
        messages::reaction_emojis(["👍", "❤"]),
        &[&heart],
        &[&removed, &bare],
    );

    let place = |fields| message(json!({ "type": "location", "location": fields }));
    let here = place(json!({ "latitude": 52.52, "longitude": 13.405 }));
    let named = place(json!({ "latitude": "48.8566", "longitude": 2.3522, "name": "A tower" }));
    let nowhere = place(json!({ "name": "Somewhere" }));
    check(messages::location(), &[&here, &named, &nowhere], &[&bare]);
    check(
        messages::current_location(),
        &[&here],
        &[&named, &nowhere, &bare],
    );
    check(
        messages::location_in_radius(52.5, 13.4, 3.0),
        &[&here],
        &[&named, &nowhere, &bare],
    );
    // From Berlin to Paris it is about 878 km.
    check(
        messages::location_in_radius(52.52, 13.405, 885.0),
        &[&here, &named],
        &[],
    );
    check(
        messages::location_in_radius(52.52, 13.405, 870.0),
        &[&here],
        &[&named],
    );
    // Across the date line, and to the other side of the world.
    let east = place(json!({ "latitude": 0.0, "longitude": 179.9 }));
    check(
        messages::location_in_radius(0.0, -179.9, 23.0),
        &[&east],
        &[],
    );
    check(
        messages::location_in_radius(0.0, -0.1, 20_000.0),
        &[],
        &[&east],
    );
    check(
        messages::location_in_radius(0.0, -0.1, 20_016.0),
        &[&east],
        &[],
    );

    let cards = |phone, origin| {
        message(json!({
            "type": "contacts", "origin": origin, "contacts": [{ "phones": [{}, phone] }],
        }))
    };
    let known = cards(json!({ "phone": "+1", "wa_id": "1" }), json!("other"));
    let own = cards(json!({ "phone": "+1" }), json!("contact_request"));
    check(messages::contacts(), &[&known, &own], &[&bare]);
    check(messages::contacts_has_wa(), &[&known], &[&own, &bare]);
    check(messages::contact_info_shared(), &[&own], &[&known, &bare]);
    let basket = message(json!({ "type": "order", "order": { "catalog_id": "1" } }));
    check(messages::order(), &[&basket], &[&bare]);
}

#[test]
fn every_text_of_an_event_is_looked_at() {
    let hello = written("Hello, world");
    let image = message(json!({ "type": "image", "image": { "id": "1", "caption": "world map" } }));
    let bare = message(json!({}));
    check(
        text::matches(["x", "Hello, world"]),
        &[&hello],
        &[&image, &bare],
    );
    check(text::contains("world"), &[&hello, &image], &[&bare]);
    check(
        text::starts_with("hello").ignore_case(),
        &[&hello],
        &[&image, &bare],
    );
    check(text::ends_with("map"), &[&image], &[&hello, &bare]);
    check(text::regex("^[Hw]").unwrap(), &[&hello, &image], &[&bare]);

    let button: CallbackButton = only(Delivery::new().button(USER, "wamid.0", "slot~7"));
    check(text::starts_with("slot~"), &[&button], &[]);
    check(text::contains("button"), &[], &[&button]);
    let row: CallbackSelection = only(Delivery::new().selection(USER, "wamid.0", "row"));
    check(text::matches("row"), &[&row], &[]);
    let response = json!({ "flow_token": "tok-55" });
    let form: FlowCompletion = only(Delivery::new().flow_completion(USER, "wamid.0", &response));
    check(text::matches("tok-55"), &[&form], &[]);
    check(text::matches("Sent"), &[&form], &[]);
    let tracked =
        status(json!({ "id": "wamid.0", "status": "sent", "biz_opaque_callback_data": "o-1" }));
    let plain = status(json!({ "id": "wamid.0", "status": "sent" }));
    check(text::starts_with("o-"), &[&tracked], &[&plain]);
    check(statuses::with_tracker(), &[&tracked], &[&plain]);
    let edited: EditedMessage = only(Delivery::new().message(
        USER,
        json!({
            "type": "edit", "edit": {
                "original_message_id": "wamid.0",
                "message": { "type": "text", "text": { "body": "better" } },
            },
        }),
    ));
    check(text::matches("better"), &[&edited], &[]);
    check(messages::text(), &[&edited], &[]);
}

#[test]
fn a_command_is_a_word_of_its_own() {
    let says = |filter: &dyn Fn(&Message) -> bool, body: &str| filter(&written(body));
    let start = messages::command(["start", "help"]);
    let start = |message: &Message| start.matches(message);
    for (body, expected) in [
        ("/start", true),
        ("!help me", true),
        (" /start", true),
        ("/started", false),
        ("/Start", false),
        ("start", false),
        ("go /start", false),
        ("/ start", false),
        ("", false),
    ] {
        assert_eq!(says(&start, body), expected, "{body}");
    }
    check(
        messages::command("START").ignore_case(),
        &[&written("/Start")],
        &[&written("/x")],
    );
    check(
        messages::command("a").prefixes("#"),
        &[&written("#a")],
        &[&written("/a")],
    );
    check(
        messages::is_command(),
        &[&written("/x"), &written("!y z")],
        &[&written("/"), &written("x/")],
    );
    let caption = json!({ "type": "image", "image": { "id": "1", "caption": "/x" } });
    check(messages::is_command(), &[], &[&message(caption)]);
}
