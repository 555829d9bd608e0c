//! Whatever can be made is written within the limits, and read back as it was.

use proptest::prelude::*;
use wazzup_whatsapp_types::interactive::{
    Card, CardMedia, Carousel, Catalog, FlowMessage, FlowRef, Header, List, ProductSection,
    Products, ReplyButton, ReplyButtons, Row, Section, UrlButton, VoiceCall,
};
use wazzup_whatsapp_types::message::{
    Audio, ContactCard, ContactName, ContactPhone, Contacts, Content, Document, Image, Location,
    MediaRef, OutgoingMessage, Pin, Reaction, Sticker, Text, Video,
};
use wazzup_whatsapp_types::template::{
    HeaderParameter, Language, Parameter, Template, TemplateButton, TemplateCard,
};
use wazzup_whatsapp_types::{
    CatalogId, FlowId, GroupId, MediaId, MessageId, OutgoingMessage as Message, ProductId,
    Recipient,
};

/// Text of 1 to `max` characters, of any kind.
fn chars(max: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 1..=max.min(40)).prop_map(|it| it.into_iter().collect())
}

fn to() -> impl Strategy<Value = Recipient> {
    prop_oneof![
        "[0-9]{5,15}",
        r"\+[0-9 ()-]{0,4}[0-9]{5,11}",
        "[A-Z]{2}\\.[0-9]{1,20}",
        "[A-Z]{2}\\.ENT\\.[0-9]{1,20}",
        "[a-zA-Z0-9=]{1,40}@g",
    ]
    .prop_map(|text| Recipient::parse(&text).unwrap())
}

fn media() -> impl Strategy<Value = MediaRef> {
    prop_oneof![
        "[0-9]{1,20}".prop_map(|id| MediaId::new(id).unwrap().into()),
        chars(40).prop_map(|rest| MediaRef::link(format!("https://example.com/{rest}")).unwrap()),
    ]
}

fn header() -> impl Strategy<Value = Header> {
    prop_oneof![
        chars(60).prop_map(|text| Header::text(text).unwrap()),
        media().prop_map(Header::image),
        media().prop_map(Header::video),
        (media(), chars(40)).prop_map(|(it, name)| Header::named_document(it, name).unwrap()),
    ]
}

fn wamid() -> impl Strategy<Value = MessageId> {
    "wamid\\.[a-zA-Z0-9=]{1,60}".prop_map(|id| MessageId::new(id).unwrap())
}

fn simple() -> impl Strategy<Value = Content> {
    prop_oneof![
        (chars(40), any::<bool>())
            .prop_map(|(body, preview)| Text::new(body).unwrap().preview_url(preview).into()),
        (media(), chars(40)).prop_map(|(it, text)| Image::new(it).caption(text).unwrap().into()),
        media().prop_map(|it| Video::new(it).into()),
        (media(), any::<bool>()).prop_map(|(it, voice)| {
            let audio = if voice {
                Audio::voice(it)
            } else {
                Audio::new(it)
            };
            audio.into()
        }),
        (media(), chars(40))
            .prop_map(|(it, name)| Document::new(it).filename(name).unwrap().into()),
        media().prop_map(|it| Sticker::new(it).into()),
        (-90.0..=90.0_f64, -180.0..=180.0_f64, chars(40)).prop_map(|(north, east, name)| {
            Location::new(north, east).unwrap().name(name).into()
        }),
        prop::collection::vec((chars(40), chars(20)), 1..4).prop_map(|people| {
            let cards = people.into_iter().map(|(name, phone)| {
                let name = ContactName::new(name).first_name("x");
                ContactCard::new(name).phone(ContactPhone::new(phone).kind("CELL"))
            });
            Contacts::new(cards).unwrap().into()
        }),
        (wamid(), chars(4)).prop_map(|(id, emoji)| Reaction::new(id, emoji).unwrap().into()),
        wamid().prop_map(|id| Reaction::remove(id).into()),
    ]
}

fn buttons(max: usize) -> impl Strategy<Value = Vec<ReplyButton>> {
    prop::collection::vec((chars(200), chars(15)), 1..=max).prop_map(|buttons| {
        let buttons = buttons.into_iter().enumerate();
        buttons
            .map(|(n, (id, title))| {
                let title: String = title.chars().take(18).collect();
                ReplyButton::new(format!("{n}{id}"), format!("{n}{title}")).unwrap()
            })
            .collect()
    })
}

fn interactive() -> impl Strategy<Value = Content> {
    let short = || chars(20).prop_map(|it| it.chars().take(20).collect::<String>());
    prop_oneof![
        (chars(40), buttons(3), header(), short()).prop_map(|(body, buttons, header, footer)| {
            let message = ReplyButtons::new(body, buttons).unwrap().header(header);
            message.footer(footer).unwrap().into()
        }),
        (chars(40), short(), 1..=10_usize, 1..=10_usize).prop_map(|(body, button, rows, split)| {
            let row = |n: usize| {
                Row::new(n.to_string(), "t")
                    .unwrap()
                    .description("d")
                    .unwrap()
            };
            let all: Vec<Row> = (0..rows).map(row).collect();
            let sections = all
                .chunks(split)
                .map(|rows| Section::new("s", rows.iter().cloned()).unwrap());
            List::new(body, button, sections).unwrap().into()
        }),
        (chars(40), short(), chars(40)).prop_map(|(body, text, rest)| {
            let url = format!("http://example.com/{rest}");
            UrlButton::new(body, text, url).unwrap().into()
        }),
        (chars(40), 1..=30_usize).prop_map(|(body, count)| {
            let products = (0..count).map(|n| ProductId::new(n.to_string()).unwrap());
            let section = ProductSection::untitled(products).unwrap();
            let catalog = CatalogId::new("7001").unwrap();
            Products::new("t", body, catalog, [section]).unwrap().into()
        }),
        chars(40).prop_map(|body| Catalog::new(body).unwrap().into()),
        (chars(40), short(), chars(40), any::<bool>()).prop_map(|(body, cta, token, by_id)| {
            let flow = match by_id {
                true => FlowRef::Id(FlowId::new("61").unwrap()),
                false => FlowRef::Name(token.clone()),
            };
            let message = FlowMessage::new(body, flow, cta).unwrap();
            let data = serde_json::json!({ token.clone(): [token.clone(), 1.5, null] });
            message
                .token(token.parse().unwrap())
                .data(&data)
                .unwrap()
                .into()
        }),
        (chars(40), 1..=43_200_u32).prop_map(|(body, minutes)| {
            VoiceCall::new(body)
                .unwrap()
                .ttl_minutes(minutes)
                .unwrap()
                .into()
        }),
        (chars(40), buttons(3), 2..=10_usize).prop_map(|(body, buttons, count)| {
            let media = || MediaRef::from(MediaId::new("1").unwrap());
            let card = || Card::quick_replies(CardMedia::image(media()), buttons.clone()).unwrap();
            Carousel::new(body, std::iter::repeat_with(card).take(count))
                .unwrap()
                .into()
        }),
    ]
}

fn template() -> impl Strategy<Value = Content> {
    let parameters = prop::collection::vec(chars(40), 1..5);
    (
        "[a-z0-9_]{1,40}",
        prop::sample::select(Language::LISTED),
        parameters,
        any::<bool>(),
        chars(40),
        media(),
        prop::option::of(2..=10_usize),
    )
        .prop_map(|(name, language, texts, named, payload, media, cards)| {
            let parameters = texts.into_iter().enumerate().map(|(n, text)| {
                let parameter = Parameter::text(text).unwrap();
                if named {
                    parameter.name(format!("p{n}")).unwrap()
                } else {
                    parameter
                }
            });
            let template = Template::new(name, language)
                .unwrap()
                .body(parameters)
                .unwrap()
                .header(HeaderParameter::image(media.clone()))
                .unwrap()
                .button(3, TemplateButton::quick_reply(payload).unwrap())
                .unwrap();
            let card = || TemplateCard::new(HeaderParameter::video(media.clone())).unwrap();
            match cards {
                Some(count) => {
                    let cards = std::iter::repeat_with(card).take(count);
                    template.carousel(cards).unwrap().into()
                }
                None => template.into(),
            }
        })
}

fn message() -> impl Strategy<Value = OutgoingMessage> {
    let content = prop_oneof![simple(), interactive(), template()];
    (
        to(),
        content,
        prop::option::of(wamid()),
        prop::option::of(chars(40)),
    )
        .prop_map(|(to, content, reply_to, tracker)| {
            // A reaction cannot be a reply.
            let can_reply = content.name() != "reaction";
            let mut message = Message::new(to, content);
            if let Some(id) = reply_to.filter(|_| can_reply) {
                message = message.reply_to(id);
            }
            match tracker {
                Some(tracker) => message.tracker(tracker).unwrap(),
                None => message,
            }
        })
}

proptest! {
    #[test]
    fn a_message_comes_back_as_it_was(message in message()) {
        let body = serde_json::to_string(&message).unwrap();
        let read: OutgoingMessage = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(&read, &message);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), body);
        let _ = format!("{message:?}");
    }

    #[test]
    fn a_pin_comes_back_as_it_was(id in wamid(), group in "[a-zA-Z0-9]{1,40}@g", days in 1..=30_u8) {
        let message = OutgoingMessage::pin(
            GroupId::new(group).unwrap(),
            Pin::new(id, days).unwrap(),
        );
        let body = serde_json::to_string(&message).unwrap();
        prop_assert_eq!(serde_json::from_str::<OutgoingMessage>(&body).unwrap(), message);
    }

    #[test]
    fn any_json_is_a_message_or_is_refused(body in ".{0,200}") {
        let _ = serde_json::from_str::<OutgoingMessage>(&body);
    }
}
