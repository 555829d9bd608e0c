//! The words of every enum, pinned: a word that changes breaks the wire.

use proptest::prelude::*;
use wazzup_types::channel::ChannelTier;
use wazzup_types::counter::CounterType;
use wazzup_types::iframe::{IframeScope, PageEventType};
use wazzup_types::message::{ButtonType, Intent, ReplyMarkup};
use wazzup_types::tech::{AccountLang, Currency, Role, TemplatesLinkType};
use wazzup_types::template::{
    ComponentType, HeaderFormat, TemplateButtonType, TemplateCategory, TemplateStatus,
};
use wazzup_types::v2::{Country, Direction, Scope};
use wazzup_types::webhook::EntitySource;
use wazzup_types::{ChannelState, ChannelTransport, ChatType, MessageStatus, MessageType};

/// For each enum: its words as listed, read and written; and any other word comes back as it was.
macro_rules! words {
    ($($test:ident, $any:ident: $name:ident = [$($word:literal),+ $(,)?];)+) => {
        $(
            #[test]
            fn $test() {
                let words = [$($word),+];
                let listed: Vec<&str> = $name::LISTED.iter().map($name::as_str).collect();
                assert_eq!(listed, words);
                for (word, value) in words.iter().zip($name::LISTED) {
                    let json = serde_json::to_string(word).unwrap();
                    assert_eq!(serde_json::from_str::<$name>(&json).unwrap(), *value);
                    assert_eq!(serde_json::to_string(value).unwrap(), json);
                    assert!(value.is_listed());
                    assert_eq!(value.to_string(), *word);
                }
            }
        )+

        proptest! {
            $(
                #[test]
                fn $any(word in any::<String>()) {
                    let json = serde_json::to_string(&word).unwrap();
                    let value: $name = serde_json::from_str(&json).unwrap();
                    let back = serde_json::to_string(&value).unwrap();
                    if value.is_listed() {
                        prop_assert!(value.as_str().eq_ignore_ascii_case(&word));
                    } else {
                        prop_assert_eq!(&back, &json);
                    }
                    prop_assert_eq!(serde_json::from_str::<$name>(&back).unwrap(), value);
                }
            )+
        }
    };
}

words! {
    countries, any_country: Country = ["EU", "KZ", "US"];
    directions, any_direction: Direction = ["inbound", "outbound"];
    scopes, any_scope: Scope = ["crm", "transport"];
    chat_types, any_chat_type: ChatType = [
        "whatsapp", "whatsgroup", "viber", "instagram", "telegram", "telegroup", "vk", "avito",
        "max", "maxgroup",
    ];
    transports, any_transport: ChannelTransport = [
        "whatsapp", "wapi", "waba", "instagram", "instAPI", "tgapi", "telegram", "vk", "avito", "viber",
        "max", "maxbot",
    ];
    states, any_state: ChannelState = [
        "active", "init", "disabled", "phoneUnavailable", "qr", "qridle", "openElsewhere",
        "notEnoughMoney", "foreignphone", "unauthorized", "waitForPassword", "waitForCode",
        "blocked", "onModeration", "rejected",
    ];
    tiers, any_tier: ChannelTier = [
        "TIER_0", "TIER_1K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED",
    ];
    message_types, any_message_type: MessageType = [
        "text", "image", "audio", "video", "document", "vcard", "geo", "wapi_template",
        "unsupported", "missing_call", "unknown", "system",
    ];
    message_statuses, any_message_status: MessageStatus = [
        "sent", "delivered", "read", "error", "inbound", "edited",
    ];
    template_statuses, any_template_status: TemplateStatus = [
        "approved", "pending", "rejected", "paused", "disabled", "archived",
    ];
    template_categories, any_template_category: TemplateCategory = [
        "MARKETING", "UTILITY", "AUTHENTICATION", "SERVICE",
    ];
    component_types, any_component_type: ComponentType = ["HEADER", "BODY", "FOOTER", "BUTTONS"];
    header_formats, any_header_format: HeaderFormat = ["TEXT", "IMAGE", "DOCUMENT", "VIDEO"];
    template_buttons, any_template_button: TemplateButtonType = [
        "QUICK_REPLY", "URL", "PHONE_NUMBER",
    ];
    iframe_scopes, any_iframe_scope: IframeScope = ["global", "card"];
    page_events, any_page_event: PageEventType = ["WZ_CREATE_ENTITY", "WZ_OPEN_ENTITY"];
    counter_types, any_counter_type: CounterType = ["red", "grey"];
    entity_sources, any_entity_source: EntitySource = ["auto", "byUser"];
    reply_markups, any_reply_markup: ReplyMarkup = ["inline", "reply"];
    button_types, any_button_type: ButtonType = ["text", "callback", "link", "message"];
    intents, any_intent: Intent = ["default", "positive", "negative"];
    roles, any_role: Role = ["auditor", "manager", "seller"];
    templates_links, any_templates_link: TemplatesLinkType = ["wabaTemplate", "wazzupTemplate"];
    account_langs, any_account_lang: AccountLang = ["ru", "en", "es", "pt"];
    currencies, any_currency: Currency = ["RUR", "RUB", "EUR", "USD", "KZT"];
}

#[test]
fn states_are_read_in_any_letter_case() {
    for word in ["openElsewhere", "openelsewhere", "OPENELSEWHERE"] {
        assert_eq!(ChannelState::from(word), ChannelState::OpenElsewhere);
    }
    assert_eq!(TemplateStatus::from("APPROVED"), TemplateStatus::Approved);
    assert_eq!(
        TemplateCategory::from("marketing"),
        TemplateCategory::Marketing
    );
}

#[test]
fn an_unlisted_word_is_visible_and_kept() {
    let value = ChatType::from("pigeon");
    assert!(matches!(&value, ChatType::Unlisted(word) if word.as_str() == "pigeon"));
    assert_eq!(format!("{value:?}"), "Unlisted(\"pigeon\")");
}

#[test]
fn transports_lead_to_the_chat_types_they_carry() {
    use ChannelTransport as T;
    let table = [
        (
            T::WhatsApp,
            ChatType::WhatsApp,
            Some(ChatType::WhatsAppGroup),
        ),
        (T::Waba, ChatType::WhatsApp, None),
        (T::WabaInPaths, ChatType::WhatsApp, None),
        (T::Instagram, ChatType::Instagram, None),
        (T::InstApi, ChatType::Instagram, None),
        (
            T::TelegramPersonal,
            ChatType::Telegram,
            Some(ChatType::TelegramGroup),
        ),
        (
            T::TelegramBot,
            ChatType::Telegram,
            Some(ChatType::TelegramGroup),
        ),
        (T::Vk, ChatType::Vk, None),
        (T::Avito, ChatType::Avito, None),
        (T::Viber, ChatType::Viber, None),
        (T::Max, ChatType::Max, Some(ChatType::MaxGroup)),
        (T::MaxBot, ChatType::Max, Some(ChatType::MaxGroup)),
    ];
    assert_eq!(table.len(), T::LISTED.len());
    for (transport, private, group) in table {
        assert_eq!(transport.chat_type(), Some(private.clone()));
        assert_eq!(transport.group_chat_type(), group);
        assert!(transport.carries(&private));
        assert!(transport.carries(&ChatType::from("pigeon")));
    }
    assert!(!T::Waba.carries(&ChatType::Telegram));
    assert!(T::from("pigeon").carries(&ChatType::Telegram));
}
