//! Every model comes back the same when what was written is read again.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wazzup_types::page::Page;
use wazzup_types::{
    connect, counter, iframe, message, pipeline, settings, tech, template, webhook,
};

type Json = BoxedStrategy<Value>;

fn text() -> Json {
    any::<String>().prop_map(Value::from).boxed()
}

/// Text, or what is read as text.
fn lax_text() -> Json {
    prop_oneof![
        text(),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from)
    ]
    .boxed()
}

/// Text that every constructor takes.
fn name() -> Json {
    "[a-zA-Zа-я]{1,50}".prop_map(Value::from).boxed()
}

fn digits() -> Json {
    "[0-9]{8,15}".prop_map(Value::from).boxed()
}

fn id() -> Json {
    prop_oneof![name(), any::<u32>().prop_map(Value::from)].boxed()
}

fn number() -> Json {
    prop_oneof![
        any::<u32>().prop_map(Value::from),
        any::<u32>().prop_map(|n| n.to_string().into())
    ]
    .boxed()
}

fn integer() -> Json {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<i64>().prop_map(|n| n.to_string().into())
    ]
    .boxed()
}

fn amount() -> Json {
    // In cents, as money is: `serde_json` does not keep the last bit of every float.
    any::<i32>()
        .prop_map(|cents| (f64::from(cents) / 100.0).into())
        .boxed()
}

fn flag() -> Json {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        Just("true".into()),
        Just("0".into())
    ]
    .boxed()
}

fn time() -> Json {
    prop_oneof![
        (0_i64..4_000_000_000_000).prop_map(|n| wazzup_types::Timestamp::from_unix_millis(n)
            .to_string()
            .into()),
        any::<i64>().prop_map(Value::from),
        text(),
    ]
    .boxed()
}

/// A word of any enum, or none.
fn word() -> Json {
    const WORDS: &[&str] = &[
        "whatsapp",
        "telegram",
        "tgapi",
        "active",
        "openelsewhere",
        "TIER_1K",
        "text",
        "image",
        "sent",
        "read",
        "error",
        "approved",
        "APPROVED",
        "MARKETING",
        "HEADER",
        "IMAGE",
        "URL",
        "global",
        "card",
        "WZ_OPEN_ENTITY",
        "red",
        "auto",
        "byUser",
        "inline",
        "callback",
        "positive",
        "seller",
        "wabaTemplate",
        "ru",
        "RUR",
        "usd",
    ];
    prop_oneof![
        proptest::sample::select(WORDS).prop_map(Value::from),
        text()
    ]
    .boxed()
}

fn any_json() -> Json {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        integer(),
        text()
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((any::<String>(), inner), 0..4)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
    .boxed()
}

fn list(item: Json) -> Json {
    vec(item, 0..4).prop_map(Value::from).boxed()
}

fn some(item: Json) -> Json {
    vec(item, 1..4).prop_map(Value::from).boxed()
}

/// An object whose starred fields are always there, and others by chance or as null.
fn object(fields: Vec<(&'static str, Json)>) -> Json {
    let member = |(name, value): (&'static str, Json)| {
        let value = match name.strip_prefix('*') {
            Some(_) => value.prop_map(Some).boxed(),
            None => option::of(prop_oneof![5 => value, 1 => Just(Value::Null)]).boxed(),
        };
        value
            .prop_map(move |value| Some((name.trim_start_matches('*').to_owned(), value?)))
            .boxed()
    };
    let members: Vec<_> = fields.into_iter().map(member).collect();
    members
        .prop_map(|members| members.into_iter().flatten().collect::<Map<_, _>>().into())
        .boxed()
}

fn chat() -> Json {
    object(vec![
        ("*chatType", word()),
        ("*chatId", id()),
        ("username", text()),
        ("phone", lax_text()),
        ("x", any_json()),
    ])
}

fn error() -> Json {
    object(vec![
        ("error", text()),
        ("code", text()),
        ("description", lax_text()),
        ("data", any_json()),
    ])
}

fn role() -> Json {
    object(vec![
        ("*channelId", id()),
        ("*userId", id()),
        ("role", word()),
        ("allowGetNewClients", flag()),
        ("x", any_json()),
    ])
}

fn user() -> Json {
    object(vec![
        ("*id", id()),
        ("*name", name()),
        ("phone", digits()),
        ("x", any_json()),
    ])
}

fn deal() -> Json {
    object(vec![
        ("*id", id()),
        ("*responsibleUserId", id()),
        ("*name", name()),
        ("uri", name()),
        ("link", name()),
        ("*contacts", some(id())),
        ("closed", flag()),
        ("x", any_json()),
    ])
}

fn contact() -> Json {
    object(vec![
        ("*id", id()),
        ("*responsibleUserId", id()),
        ("*name", name()),
        ("*contactData", some(chat())),
        ("uri", name()),
        ("x", any_json()),
    ])
}

fn funnel() -> Json {
    let stage = object(vec![
        ("*id", id()),
        ("*name", name()),
        ("order", any_json()),
    ]);
    object(vec![
        ("*id", id()),
        ("*name", name()),
        ("stages", list(stage)),
        ("color", text()),
    ])
}

fn message() -> Json {
    let post = object(vec![
        ("id", lax_text()),
        ("src", text()),
        ("sha1", text()),
        ("likes", integer()),
        ("author", text()),
        ("comments", integer()),
        ("timestamp", time()),
        ("updatedAt", time()),
        ("authorName", text()),
        ("authorId", lax_text()),
        ("description", text()),
        ("previewSha1", text()),
        ("imageSrc", text()),
        ("previewSrc", text()),
    ]);
    object(vec![
        ("*messageId", id()),
        ("channelId", id()),
        ("chatType", word()),
        ("chatId", id()),
        ("avitoProfileId", lax_text()),
        ("dateTime", time()),
        ("type", word()),
        ("isEcho", flag()),
        (
            "contact",
            object(vec![
                ("name", lax_text()),
                ("avatarUri", text()),
                ("username", text()),
                ("phone", lax_text()),
            ]),
        ),
        ("text", lax_text()),
        ("contentUri", text()),
        ("status", word()),
        ("error", error()),
        ("authorName", text()),
        ("authorId", id()),
        ("instPost", post),
        ("interactive", any_json()),
        (
            "quotedMessage",
            object(vec![
                ("messageId", id()),
                ("id", id()),
                ("text", text()),
                ("type", word()),
                ("authorName", text()),
                ("authorId", id()),
            ]),
        ),
        ("sentFromApp", flag()),
        ("isEdited", flag()),
        ("isDeleted", flag()),
        (
            "oldInfo",
            object(vec![
                ("oldText", text()),
                ("oldAuthorId", id()),
                ("oldAuthorName", text()),
            ]),
        ),
        ("advert", any_json()),
    ])
}

fn subscriptions() -> Json {
    object(vec![
        ("messagesAndStatuses", flag()),
        ("contactsAndDealsCreation", flag()),
        ("channelsUpdates", flag()),
        ("templateStatus", flag()),
        ("wabaTemplatesStatus", flag()),
    ])
}

fn channels_item() -> Json {
    let subscription = object(vec![
        ("balance", integer()),
        ("channelsQtyTotal", integer()),
        ("guid", text()),
        ("name", text()),
        ("state", text()),
        ("tariff", text()),
        ("type", text()),
    ]);
    let details = object(vec![
        ("proxy", any_json()),
        ("commentsFilter", list(text())),
        ("instAPI", flag()),
        ("vkGroupId", integer()),
        ("subscription", subscription),
        ("notifications", any_json()),
        ("autoMessage", any_json()),
        ("comments", any_json()),
        ("approachingDialogueLimit", flag()),
        ("dialogLimitExceeded", flag()),
        ("isTrial", flag()),
        ("endOfTrial", time()),
        ("initUrl", text()),
    ]);
    object(vec![
        ("guid", id()),
        ("transport", word()),
        ("state", word()),
        ("name", text()),
        ("phone", lax_text()),
        ("deleted", flag()),
        ("hasAccess", flag()),
        ("visible", flag()),
        ("tier", word()),
        ("details", details),
    ])
}

fn template() -> Json {
    let button = object(vec![("type", word()), ("text", text()), ("url", text())]);
    let component = object(vec![
        ("type", word()),
        ("format", word()),
        ("text", text()),
        ("example", any_json()),
        ("buttons", list(button)),
    ]);
    object(vec![
        ("*templateGuid", id()),
        ("accountId", number()),
        ("title", text()),
        ("name", text()),
        (
            "waba",
            object(vec![("wabaId", lax_text()), ("wabaName", text())]),
        ),
        ("channels", list(id())),
        ("category", word()),
        ("language", text()),
        ("status", word()),
        ("rejected_reason", text()),
        ("namespace", text()),
        ("components", list(component)),
        ("templateCode", text()),
    ])
}

fn settings() -> Json {
    object(vec![
        ("pushInputOutputMessageEventsForManagers", flag()),
        ("userRoles", list(role())),
        ("x", any_json()),
    ])
}

fn page_event() -> Json {
    let entity = object(vec![
        ("id", id()),
        ("name", text()),
        ("link", text()),
        ("closed", flag()),
        ("responsibleUserName", text()),
    ]);
    let data = object(vec![
        ("chatType", word()),
        ("chatId", id()),
        ("channelId", id()),
        ("userId", id()),
        ("integrationId", lax_text()),
        ("entity", entity),
    ]);
    object(vec![("*type", word()), ("data", data)])
}

/// Writes and reads it again.
fn round_trip<T>(json: Value) -> Result<(), TestCaseError>
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    let value: T = serde_json::from_value(json.clone())
        .map_err(|error| TestCaseError::fail(format!("{error} in {json}")))?;
    let written = serde_json::to_string(&value).unwrap();
    let again: T = serde_json::from_str(&written)
        .map_err(|error| TestCaseError::fail(format!("{error} in {written}")))?;
    prop_assert_eq!(&again, &value, "{}", written);
    prop_assert_eq!(serde_json::to_string(&again).unwrap(), written);
    Ok(())
}

macro_rules! round_trips {
    ($($test:ident: $model:ty = $strategy:expr;)+) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(96))]
            $(
                #[test]
                fn $test(json in $strategy) {
                    round_trip::<$model>(json)?;
                }
            )+
        }
    };
}

round_trips! {
    user_model: wazzup_types::User = user();
    new_user: wazzup_types::NewUser = user();
    contact_model: wazzup_types::Contact = contact();
    new_contact: wazzup_types::NewContact = contact().prop_map(|mut contact| {
        // A user name and a phone must suit the messenger; the id is enough here.
        for chat in contact["contactData"].as_array_mut().unwrap() {
            chat["chatType"] = "whatsapp".into();
        }
        contact
    });
    deal_model: wazzup_types::Deal = deal();
    new_deal: wazzup_types::NewDeal = deal();
    pipeline_model: pipeline::Pipeline = funnel();
    new_pipeline: pipeline::NewPipeline = funnel();
    channel_model: wazzup_types::Channel = object(vec![
        ("*channelId", id()), ("transport", word()), ("plainId", lax_text()), ("state", word()), ("name", text()),
    ]);
    message_model: webhook::Message = message();
    status_update: webhook::StatusUpdate = object(vec![
        ("*messageId", id()), ("timestamp", time()), ("status", word()), ("error", error()), ("chatId", id()),
        ("chatType", word()),
    ]);
    create_contact: webhook::CreateContact = object(vec![
        ("responsibleUserId", id()), ("name", lax_text()), ("contactData", list(chat())), ("source", word()),
    ]);
    create_deal: webhook::CreateDeal = object(vec![
        ("responsibleUserId", id()), ("contacts", list(id())), ("source", word()),
    ]);
    channel_update: webhook::ChannelUpdate = object(vec![
        ("*channelId", id()), ("state", word()), ("tier", word()), ("qr", text()), ("qridle", any_json()),
        ("timestamp", time()),
    ]);
    template_status: webhook::TemplateStatusUpdate =
        object(vec![("*templateGuid", id()), ("name", text()), ("status", word())]);
    template_model: template::Template = template();
    webhook_settings: settings::WebhookSettings =
        object(vec![("webhooksUri", text()), ("subscriptions", subscriptions())]);
    sent_message: message::SentMessage = object(vec![("messageId", id()), ("chatId", id())]);
    send_body: message::SendMessageBody = object(vec![
        ("channelId", id()), ("chatType", word()), ("chatId", id()), ("username", text()), ("phone", lax_text()),
        ("text", text()), ("contentUri", text()), ("templateId", id()), ("templateValues", list(text())),
        ("buttonsObject", object(vec![
            ("chatType", word()), ("buttons", any_json()), ("replyMarkup", word()), ("removeKeyboard", flag()),
            ("oneTimeKeyboard", flag()),
        ])),
        ("refMessageId", id()), ("crmUserId", id()), ("crmMessageId", id()), ("clearUnanswered", flag()),
    ]);
    edit_body: message::EditMessageBody =
        object(vec![("text", text()), ("contentUri", text()), ("crmUserId", id())]);
    unanswered: counter::UnansweredCounter =
        object(vec![("counterV2", integer()), ("type", word()), ("lastMsgDateTime", time())]);
    counter_host: counter::CounterHost = object(vec![("*host", text())]);
    counter_connecting: counter::CounterConnecting =
        object(vec![("*type", text()), ("*apiKey", id()), ("*userId", id())]);
    counter_update: counter::CounterUpdate =
        object(vec![("counter", integer()), ("counterV2", integer()), ("type", word())]);
    page: Page<wazzup_types::User> = object(vec![("count", integer()), ("data", list(user()))])
        .prop_filter("what has neither is no page", |page| {
            !page["count"].is_null() || page.get("data").is_some()
        });
    bare_page: Page<wazzup_types::User> = list(user());
    connect_request: connect::ConnectRequest = object(vec![
        ("*state", id()), ("*secret", id()), ("crmKey", id()), ("name", text()),
    ]);
    connected: connect::Connected = object(vec![("*data", id())]);
    listing: connect::MarketplaceListing =
        object(vec![("*crmCode", text()), ("*authRedirectUri", text()), ("*secret", id())]);
    listing_update: connect::MarketplaceUpdate = object(vec![
        ("crmName", text()), ("logo", object(vec![("*name", text()), ("*content", text())])),
    ]);
    wauth: connect::WauthRequest = object(vec![("*type", text()), ("domain", text())]);
    migration: connect::MigrationRequest = object(vec![
        ("*clientApiKey", id()), ("webhooksUri", text()), ("subscriptions", subscriptions()),
    ]);
    iframe_user: iframe::IframeUser = object(vec![("*id", id()), ("name", text())]);
    iframe_chat: iframe::IframeChat = object(vec![
        ("*chatType", word()), ("chatId", id()), ("name", text()), ("username", text()), ("phone", lax_text()),
        ("channelId", id()),
    ]);
    active_chat: iframe::ActiveChat =
        object(vec![("channelId", id()), ("*chatType", word()), ("*chatId", id())]);
    iframe_options: iframe::IframeOptions = object(vec![
        ("clientType", text()), ("useDealsEvents", flag()), ("useMessageEvents", flag()),
    ]);
    iframe_link: iframe::IframeLink = object(vec![("*url", text())]);
    page_event_model: iframe::PageEvent = page_event();
    new_account: tech::NewAccount = object(vec![
        ("*crmKey", "[a-z0-9]{16,40}".prop_map(Value::from).boxed()), ("*name", name()), ("*lang", word()),
        ("*currency", word()),
    ]);
    created_account: tech::CreatedAccount = object(vec![("*accountId", number()), ("*apiKey", id())]);
    waba_summary: tech::WabaSummary = object(vec![
        ("*accountId", number()), ("name", text()), ("balance", integer()), ("spent", integer()), ("currency", word()),
    ]);
    accounts_transactions: tech::AccountsTransactions = any_json();
    top_up: tech::TopUp =
        object(vec![("*accountId", number()), ("*value", any::<i64>().prop_map(Value::from).boxed())]);
    balance: tech::Balance =
        object(vec![("currency", word()), ("balance", integer()), ("amount", integer())]);
    tech_settings: tech::Settings = settings();
    settings_update: tech::SettingsUpdate = settings();
    channels_link: tech::ChannelsLinkRequest = object(vec![
        ("*transport", word()), ("redirectUri", text()), ("channelId", id()), ("x", any_json()),
    ]);
    templates_link: tech::TemplatesLinkRequest = object(vec![("*type", word())]);
    profile_link: tech::WabaProfileLinkRequest = object(vec![("*channelId", id())]);
    chats_link: tech::ChatsLinkRequest = object(vec![("userId", id()), ("dealId", id())]);
    unanswered_link: tech::UnansweredLinkRequest = object(vec![("userId", id())]);
    link: tech::Link = object(vec![("link", text()), ("url", text())]);
    new_channel: tech::NewChannel = object(vec![
        ("transport", word()), ("credentials", any_json()), ("settings", any_json()), ("metadata", any_json()),
        ("x", any_json()),
    ]);
    created_channel: tech::CreatedChannel =
        object(vec![("url", text()), ("channelId", id()), ("x", any_json())]);
    pairing: tech::Pairing = object(vec![("pairingPhone", lax_text()), ("pairingCode", lax_text())]);
    channel_deletion: tech::ChannelDeletion = any::<bool>()
        .prop_map(|delete| serde_json::json!({"deleteChats": delete})).boxed();
    channels_list: tech::ChannelsList =
        object(vec![("channels", list(channels_item())), ("count", integer())]);
    waba_pricing: tech::WabaPricing = {
        let prices = || object(vec![("USD", amount()), ("rub", amount()), ("GBP", amount())]);
        object(vec![("timestamp", time()), ("pricing", object(vec![
            ("marketing", prices()), ("utility", prices()), ("authentication", prices()), ("service", prices()),
        ]))])
    };
    waba_transactions: tech::WabaTransactions = {
        let transaction = object(vec![
            ("waba_id", lax_text()), ("channel_id", id()), ("template_type", word()), ("amount", amount()),
            ("currency", word()), ("recipient_phone", digits()), ("session_date", time()), ("billing_country", text()),
        ]);
        object(vec![("transactions", list(transaction)), ("count", integer())])
    };
    tech_template: tech::TechTemplate = object(vec![
        ("*templateGuid", id()), ("name", text()), ("status", word()), ("category", word()), ("language", text()),
        ("body", any_json()),
    ]);
    tech_user: tech::TechUser = object(vec![
        ("*id", id()), ("name", lax_text()), ("role", word()), ("allowGetNewClients", flag()), ("x", any_json()),
    ]);
    webhook_test: tech::WebhookTest = object(vec![("*webhooksUri", text())]);
    raw_json: wazzup_types::RawJson = any_json();
}
