//! Entities, lists and settings, in every shape the sources show.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wazzup_types::counter::{CounterType, UnansweredCounter};
use wazzup_types::tech::{
    Balance, ChannelsList, Currency, Link, Settings, SettingsUpdate, UserRole, WabaPricing,
    WabaSummary,
};
use wazzup_types::{
    Channel, ChannelState, ChannelTransport, Contact, Deal, NewContact, NewDeal, NewPipeline,
    NewUser, Page, Pipeline, SentMessage, Subscriptions, Template, User, WebhookSettings,
    WebhookSettingsUpdate,
};

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_list_of_users_is_read_bare_and_wrapped() {
    let bare: Page<User> = read(json!([{"id": "u1", "name": "Ann"}]));
    assert_eq!((bare.count, bare.data.len()), (None, 1));
    let old: Page<User> = read(json!({"count": "1", "data": [{"id": 17, "name": "Ann"}]}));
    assert_eq!(old.count, Some(1));
    assert_eq!(old.data[0].id.as_str(), "17");
    let nothing: Page<User> = read(json!({"count": 0, "data": null}));
    assert!(nothing.data.is_empty() && nothing.is_last());
    let null: Page<User> = read(Value::Null);
    assert!(null.data.is_empty());
}

#[test]
fn null_on_a_page_is_no_entity_but_takes_a_place() {
    let user = json!({"id": "u", "name": "Ann"});
    let bare: Page<User> = read(json!([null, user]));
    assert_eq!((bare.data.len(), bare.given()), (1, 2));
    let mut users = vec![user; 99];
    users.push(Value::Null);
    let full: Page<User> = read(json!({"count": 200, "data": users}));
    assert_eq!(
        (full.data.len(), full.given(), full.is_last()),
        (99, 100, false)
    );
}

#[test]
fn a_contact_keeps_fields_that_are_not_named_here() {
    let wire = json!({
        "id": "c-1", "responsibleUserId": 5, "name": null, "color": "red",
        "contactData": [{"chatType": "telegram", "username": "anna", "seen": true}],
    });
    let contact: Contact = read(wire);
    assert_eq!(contact.name, "");
    assert_eq!(contact.responsible_user_id.as_ref().unwrap().as_str(), "5");
    let back = serde_json::to_value(&contact).unwrap();
    assert_eq!(back["color"], "red");
    assert_eq!(back["contactData"][0]["seen"], true);
    assert_eq!(back["contactData"][0].get("chatId"), None);
}

#[test]
fn a_contact_that_was_read_can_be_sent_back() {
    let contact: Contact = read(json!({
        "id": "c-1", "responsibleUserId": "u-1", "name": "Anna", "color": "red",
        "contactData": [{"chatType": "whatsapp", "chatId": 79990000000_u64}],
    }));
    let new = NewContact::try_from(contact).unwrap();
    let sent = serde_json::to_value(&new).unwrap();
    assert_eq!(sent["contactData"][0]["chatId"], "79990000000");
    assert_eq!(sent["color"], "red");
    assert_eq!(sent.get("uri"), None);
}

#[test]
fn a_deal_takes_its_link_from_either_name() {
    let by_uri: Deal = read(json!({"id": 12, "uri": "https://a.b", "contacts": ["c-1", 2]}));
    assert_eq!(by_uri.uri.as_deref(), Some("https://a.b"));
    assert_eq!(by_uri.id.as_str(), "12");
    assert_eq!(by_uri.contacts[1].as_str(), "2");
    assert_eq!(by_uri.closed, None);
    let by_link: Deal = read(json!({"id": "d", "link": "https://a.b", "closed": "true"}));
    assert_eq!(by_link.uri.as_deref(), Some("https://a.b"));
    assert_eq!(by_link.closed, Some(true));
    let both: Deal = read(json!({"id": "d", "uri": "https://a.b", "link": "https://c.d"}));
    assert_eq!(both.uri.as_deref(), Some("https://a.b"));
}

#[test]
fn addresses_are_sent_as_they_were_given() {
    let deal = NewDeal::new(
        "d-1".parse().unwrap(),
        "u-1".parse().unwrap(),
        "Deal",
        ["c-1".parse().unwrap()],
    );
    let deal = deal.unwrap().uri("https://a.b").unwrap();
    assert_eq!(serde_json::to_value(&deal).unwrap()["uri"], "https://a.b");
    assert_eq!(serde_json::to_value(&deal).unwrap()["closed"], false);
}

#[test]
fn a_pipeline_without_stages_leaves_the_key_out() {
    let pipeline: Pipeline = read(json!({"id": 1, "name": "Sales", "stages": null}));
    let new = NewPipeline::try_from(pipeline).unwrap();
    assert_eq!(
        serde_json::to_value(&new).unwrap(),
        json!({"id": "1", "name": "Sales"})
    );
    let seeded: Pipeline =
        read(json!({"id": "p", "name": "n", "stages": [{"id": 2, "name": "s", "order": 1}]}));
    assert_eq!(seeded.stages[0].extra["order"], 1);
}

#[test]
fn a_channel_is_active_only_if_it_says_so() {
    let channel: Channel =
        read(json!({"channelId": "c", "transport": "tgapi", "state": "ACTIVE", "plainId": 7}));
    assert!(channel.is_active());
    assert_eq!(channel.transport, Some(ChannelTransport::TelegramPersonal));
    assert_eq!(channel.plain_id.as_deref(), Some("7"));
    let stateless: Channel = read(json!({"channelId": "c"}));
    assert!(!stateless.is_active());
}

#[test]
fn subscriptions_are_read_from_flags_words_and_both_template_names() {
    let docs: WebhookSettings = read(json!({
        "webhooksUri": "https://a.b/?token=t",
        "subscriptions": {"messagesAndStatuses": "true", "templateStatus": "true", "messages": "true"},
    }));
    assert_eq!(
        docs.subscriptions,
        Subscriptions::none()
            .messages_and_statuses(true)
            .template_status(true)
    );
    let live: WebhookSettings = read(json!({
        "webhooksUri": null,
        "subscriptions": {"wabaTemplatesStatus": true, "templateStatus": false},
    }));
    assert!(live.subscriptions.template_status);
    assert_eq!(live.uri(), None);
    for fresh in [json!({}), json!({"webhooksUri": "", "subscriptions": null})] {
        let fresh: WebhookSettings = read(fresh);
        assert_eq!(
            (fresh.uri(), fresh.subscriptions),
            (None, Subscriptions::none())
        );
    }
    let misprint: Subscriptions = read(json!({"tepmplateStatus": true}));
    assert!(misprint.template_status);
}

#[test]
fn an_update_of_settings_sends_both_template_names_unless_told_otherwise() {
    use wazzup_types::settings::TemplateSwitch;
    let update = WebhookSettingsUpdate::new("https://a.b", Subscriptions::all()).unwrap();
    let names = |update: &WebhookSettingsUpdate| {
        let value = serde_json::to_value(update).unwrap();
        let keys = value["subscriptions"].as_object().unwrap().keys().cloned();
        keys.filter(|key| key.contains("emplate"))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&update), ["templateStatus", "wabaTemplatesStatus"]);
    let documented = update.clone().template_switch(TemplateSwitch::Documented);
    assert_eq!(names(&documented), ["templateStatus"]);
    assert_eq!(
        names(&update.clone().template_switch(TemplateSwitch::Live)),
        ["wabaTemplatesStatus"]
    );

    let met: WebhookSettings = read(serde_json::to_value(&update).unwrap());
    assert!(update.is_met_by(&met));
    assert!(!update.is_met_by(&WebhookSettings::default()));
}

#[test]
fn the_counter_may_have_neither_kind_nor_date() {
    let counter: UnansweredCounter =
        read(json!({"counterV2": "7", "type": "red", "lastMsgDateTime": null}));
    assert_eq!(
        (counter.count(), counter.counter_type),
        (7, Some(CounterType::Red))
    );
    let quiet: UnansweredCounter = read(json!({"counterV2": 0, "type": null}));
    assert_eq!((quiet.count(), quiet.counter_type), (0, None));
}

#[test]
fn a_template_keeps_examples_of_either_shape() {
    let template: Template = read(json!({
        "templateGuid": "t-1", "accountId": "123", "status": "APPROVED", "rejected_reason": "x",
        "waba": {"wabaId": 5, "wabaName": "Shop"},
        "components": [
            {"type": "BODY", "text": "Hi {{1}}", "example": {"body_text": [["Anna"]]}},
            {"type": "HEADER", "format": "IMAGE", "example": ["a"]},
            {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://a.b"}]},
        ],
    }));
    assert_eq!(template.account_id.unwrap().get(), 123);
    let example = template.components[0].example.as_ref().unwrap();
    assert_eq!(example.as_str(), r#"{"body_text":[["Anna"]]}"#);
    assert_eq!(template.rejected_reason.as_deref(), Some("x"));
}

#[test]
fn a_send_is_answered_with_or_without_ids() {
    let sent: SentMessage = read(json!({"messageId": "m", "chatId": 79990000000_u64}));
    assert_eq!(sent.chat_id.unwrap().as_str(), "79990000000");
    let odd: SentMessage = read(json!({}));
    assert_eq!(odd.message_id, None);
}

#[test]
fn the_balance_is_read_from_either_name() {
    let balance: Balance = read(json!({"currency": "RUR", "balance": "15"}));
    assert_eq!(balance.balance, Some(15));
    let stub: Balance = read(json!({"currency": "rub", "amount": 15.0}));
    assert_eq!(
        (stub.balance, stub.currency.clone()),
        (Some(15), Some(Currency::Rub))
    );
    assert_eq!(stub.currency.unwrap().for_account(), Currency::Rur);
}

#[test]
fn a_balance_that_is_no_whole_number_costs_nothing_else() {
    for odd in [json!("12.50"), json!(12.5), json!({}), json!("lots")] {
        let balance: Balance = read(json!({"currency": "RUR", "balance": odd}));
        assert_eq!(
            (balance.currency, balance.balance),
            (Some(Currency::Rur), None)
        );
    }
    let both: Balance = read(json!({"balance": "12.50", "amount": 12}));
    assert_eq!(both.balance, Some(12));
    let summary: WabaSummary = read(json!({"accountId": 1, "balance": "0.5", "spent": 3}));
    assert_eq!((summary.balance, summary.spent), (None, Some(3)));
}

#[test]
fn the_account_of_a_template_may_be_empty() {
    for account in [json!(""), json!(" "), json!(null)] {
        let template: Template = read(json!({"templateGuid": "t", "accountId": account}));
        assert_eq!(template.account_id, None);
    }
    let template: Template = read(json!({"templateGuid": "t", "accountId": "17"}));
    assert_eq!(template.account_id, Some(17.into()));
}

#[test]
fn null_in_a_list_is_nothing() {
    let deal: Deal = read(json!({"id": "d", "contacts": [null, "c", null]}));
    assert_eq!(deal.contacts, ["c"]);
    let list: ChannelsList = read(json!({"channels": [{"guid": "c"}, null]}));
    assert_eq!(list.channels.len(), 1);
}

#[test]
fn roles_that_cannot_be_read_are_written_back_as_they_came() {
    let read_role = json!({
        "channelId": "c", "userId": "u", "role": "seller", "allowGetNewClients": false,
    });
    let unread = [
        json!({"channelId": "c", "role": "manager"}),
        json!({"channelId": {"id": "c"}, "userId": "u", "note": [1]}),
        json!("u"),
    ];
    let roles = json!([unread[0], read_role, unread[1], unread[2], null]);
    let mut settings: Settings = read(json!({"userRoles": roles}));
    assert_eq!(
        (settings.user_roles.len(), settings.unread_roles.len()),
        (1, 3)
    );

    let (channel, user) = ("c".parse().unwrap(), "u".parse().unwrap());
    let written = json!({"userRoles": [read_role, unread[0], unread[1], unread[2]]});
    assert_eq!(serde_json::to_value(&settings).unwrap(), written);
    assert!(settings.remove(&user, &channel));
    let update = SettingsUpdate::from(settings);
    assert_eq!(
        serde_json::to_value(&update).unwrap(),
        json!({"userRoles": unread})
    );
    let again: SettingsUpdate = read(serde_json::to_value(&update).unwrap());
    assert_eq!(again, update);
}

#[test]
fn settings_keep_what_they_do_not_know_through_a_change() {
    let mut settings: Settings = read(json!({
        "pushInputOutputMessageEventsForManagers": "true", "nightMode": {"from": 22},
        "userRoles": [
            {"channelId": "c", "userId": "u", "role": "manager", "allowGetNewClients": 1, "note": "n"},
            {"channelId": "c", "userId": "v", "role": "seller", "allowGetNewClients": false},
        ],
    }));
    let (channel, user) = ("c".parse().unwrap(), "u".parse().unwrap());
    assert_eq!(settings.roles_of(&user).count(), 1);
    settings.assign(UserRole::new(
        channel,
        user,
        wazzup_types::tech::Role::Auditor,
    ));
    assert_eq!(settings.user_roles.len(), 2);
    assert_eq!(
        settings.user_roles[1].role,
        Some(wazzup_types::tech::Role::Auditor)
    );
    let update = serde_json::to_value(SettingsUpdate::from(settings)).unwrap();
    assert_eq!(update["nightMode"]["from"], 22);
    assert_eq!(update["pushInputOutputMessageEventsForManagers"], true);
    assert_eq!(update["userRoles"][0]["userId"], "v");
}

#[test]
fn a_role_can_be_taken_away_once() {
    let mut settings = Settings::default();
    let (channel, user) = ("c".parse().unwrap(), "u".parse().unwrap());
    settings.assign(UserRole::new(
        "c".parse().unwrap(),
        "u".parse().unwrap(),
        "seller".into(),
    ));
    assert!(settings.remove(&user, &channel));
    assert!(!settings.remove(&user, &channel));
}

#[test]
fn the_partners_list_of_channels_is_read_with_all_its_details() {
    let list: ChannelsList = read(json!({"count": "1", "channels": [{
        "guid": "c", "transport": "wapi", "state": "openelsewhere", "deleted": false,
        "hasAccess": true, "visible": true, "name": "Shop", "phone": 79990000000_u64,
        "tier": "TIER_1K",
        "details": {
            "proxy": {"host": "h"}, "commentsFilter": ["a"], "instAPI": true, "vkGroupId": "5",
            "subscription": {"balance": 1, "channelsQtyTotal": 2, "guid": "s", "type": "t"},
            "notifications": [{}], "autoMessage": {}, "comments": {}, "isTrial": false,
            "endOfTrial": "2026-03-01T00:00:00.000Z", "initUrl": "https://a.b/?x=1",
        },
    }]}));
    let channel = &list.channels[0];
    assert_eq!(channel.state, Some(ChannelState::OpenElsewhere));
    let details = channel.details.as_ref().unwrap();
    assert_eq!(
        (details.inst_api, details.vk_group_id),
        (Some(true), Some(5))
    );
    assert_eq!(
        details.subscription.as_ref().unwrap().channels_qty_total,
        Some(2)
    );
}

#[test]
fn prices_are_read_from_numbers_and_text() {
    let pricing: WabaPricing = read(json!({
        "timestamp": 1_772_359_200, "pricing": {"marketing": {"USD": "0.5", "RUB": 40, "EUR": null}},
    }));
    assert_eq!(
        pricing.timestamp.unwrap().unix_millis(),
        Some(1_772_359_200_000)
    );
    assert_eq!(pricing.pricing.marketing[&Currency::Usd], 0.5);
    assert_eq!(pricing.pricing.marketing.len(), 2);
}

#[test]
fn a_link_is_read_from_either_name() {
    assert_eq!(
        read::<Link>(json!({"link": "https://a.b"})).link,
        "https://a.b"
    );
    assert_eq!(
        read::<Link>(json!({"url": "https://a.b"})).link,
        "https://a.b"
    );
}

#[test]
fn a_user_without_a_phone_sends_none() {
    let user: User = read(json!({"id": "u", "name": "Ann", "phone": null}));
    let new = NewUser::try_from(user).unwrap();
    assert_eq!(
        serde_json::to_value(&new).unwrap(),
        json!({"id": "u", "name": "Ann"})
    );
}
