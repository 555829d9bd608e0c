//! Accounts and settings.

use serde_json::json;
use wazzup_api::{
    ErrorKind,
    types::{
        AccountId, ChannelId, Secret, UserId,
        tech::{AccountLang, Currency, Role, SettingsUpdate, TopUp, UserRole},
    },
};

use crate::fake::{Answer, Fake, ok, text};

fn created() -> Answer {
    ok(json!({"accountId": "12345678", "apiKey": "0123456789abcdef"}))
}

#[tokio::test]
async fn an_account_is_made_with_defaults_that_work() {
    let fake = Fake::answering([created()]);

    let account = fake.client().accounts().create("Shop").await.unwrap();

    assert_eq!(account.account_id, AccountId::new(12_345_678));
    assert_eq!(account.api_key.expose(), "0123456789abcdef");
    assert!(account.crm_key.expose().len() >= 16);
    let body = json!({
        "name": "Shop", "lang": "ru", "currency": "RUR", "crmKey": account.crm_key.expose(),
    });
    assert_eq!(fake.only(), ("POST tech:/accounts".to_owned(), body));
}

#[tokio::test]
async fn everything_about_a_new_account_can_be_set() {
    let fake = Fake::answering([created()]);
    let key = Secret::new("sixteen-or-more-characters").unwrap();

    let create = fake
        .client()
        .accounts()
        .create("Shop")
        .lang(AccountLang::En);
    let account = create
        .currency(Currency::Rub)
        .crm_key(key.clone())
        .await
        .unwrap();

    assert_eq!(account.crm_key, key);
    let (_, body) = fake.only();
    assert_eq!(
        (&body["lang"], &body["currency"]),
        (&json!("en"), &json!("RUR"))
    );
    assert_eq!(body["crmKey"], key.expose());
}

#[tokio::test]
async fn an_account_that_cannot_be_made_is_refused_before_anything_is_sent() {
    let fake = Fake::default();
    let short = Secret::new("short").unwrap();

    let nameless = fake.client().accounts().create("").await.unwrap_err();
    let unsafe_key = fake
        .client()
        .accounts()
        .create("Shop")
        .crm_key(short)
        .await
        .unwrap_err();

    assert_eq!(
        [nameless.kind(), unsafe_key.kind()],
        [ErrorKind::Configuration; 2]
    );
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn accounts_are_deleted_summed_up_and_funded() {
    let fake = Fake::answering([
        Answer::empty(200),
        ok(json!([{"accountId": 1, "name": "Shop", "balance": 5, "spent": 7, "currency": "RUR"}])),
        ok(json!([{"any": "thing"}])),
        Answer::empty(200),
        Answer::empty(200),
        ok(json!({"currency": "RUR", "amount": 12})),
    ]);
    let accounts = fake.client();
    let accounts = accounts.accounts();

    accounts.delete(AccountId::new(1)).await.unwrap();
    assert_eq!(
        accounts.waba_summary().await.unwrap().data[0].spent,
        Some(7)
    );
    let transactions = accounts.transactions("2026-03-01").await.unwrap().unwrap();
    assert_eq!(transactions.0.as_str(), r#"[{"any":"thing"}]"#);
    assert!(accounts.transactions("2026-03-02").await.unwrap().is_none());
    accounts
        .increase_balance(&TopUp::new(AccountId::new(1), 100))
        .await
        .unwrap();
    assert_eq!(accounts.balance().await.unwrap().balance, Some(12));

    let expected = [
        "DELETE tech:/accounts/1",
        "GET tech:/accounts/waba-summary",
        "GET tech:/accounts/transactions?date=2026-03-01",
        "GET tech:/accounts/transactions?date=2026-03-02",
        "POST tech:/accounts/balance",
        "GET tech:/accounts/balance",
    ];
    assert_eq!(fake.lines(), expected);
    assert_eq!(fake.seen()[4].body(), json!({"accountId": 1, "value": 100}));
}

#[tokio::test]
async fn the_settings_are_read_and_the_roles_of_a_user_found_in_them() {
    let settings = json!({"userRoles": [
        {"channelId": "c-1", "userId": 7, "role": "seller"},
        {"channelId": "c-1", "userId": "u-8", "role": "supreme"},
    ]});
    let fake = Fake::answering([ok(settings.clone()), ok(settings)]);
    let client = fake.client();

    assert_eq!(
        client.accounts().settings().await.unwrap().user_roles.len(),
        2
    );
    let roles = client
        .accounts()
        .user_roles(&UserId::new("7").unwrap())
        .await
        .unwrap();

    assert_eq!(roles.len(), 1);
    assert_eq!(fake.lines(), ["GET tech:/settings", "GET tech:/settings"]);
}

#[tokio::test]
async fn an_update_of_the_settings_changes_what_it_names() {
    let fake = Fake::answering([
        ok(json!({"pushInputOutputMessageEventsForManagers": false, "userRoles": [], "more": 1})),
        // Not what was asked for, and nothing to be taken for settings.
        text(200, r#"{"ok":true}"#),
    ]);
    let update = SettingsUpdate::new().push_input_output_message_events_for_managers(true);

    let after = fake
        .client()
        .accounts()
        .update_settings(update)
        .await
        .unwrap();

    assert_eq!(
        after.push_input_output_message_events_for_managers,
        Some(true)
    );
    assert_eq!(after.extra["more"], 1);
    let sent = json!({
        "pushInputOutputMessageEventsForManagers": true, "userRoles": [], "more": 1,
    });
    assert_eq!(fake.seen()[1].body(), sent);
}

#[tokio::test]
async fn roles_that_cannot_be_read_stay_unless_all_are_set() {
    let odd = json!({"channelId": null, "userId": "u", "role": "seller"});
    let read = || ok(json!({"userRoles": [odd.clone()]}));
    let (channel, user) = (ChannelId::new("c").unwrap(), UserId::new("v").unwrap());
    let role = UserRole::new(channel, user, Role::Seller);
    let own = serde_json::to_value(&role).unwrap();
    let fake = Fake::answering([read(), Answer::empty(200), read(), Answer::empty(200)]);
    let client = fake.client();

    let added = role.clone();
    let assign = client
        .accounts()
        .change_settings(move |settings| settings.assign(added.clone()));
    assign.await.unwrap();
    assert_eq!(fake.seen()[1].body(), json!({"userRoles": [own, odd]}));

    let all = SettingsUpdate::new().user_roles([role]);
    client.accounts().update_settings(all).await.unwrap();
    assert_eq!(fake.seen()[3].body(), json!({"userRoles": [own]}));
}

#[tokio::test]
async fn roles_that_were_not_read_are_not_overwritten() {
    for read in [json!({}), json!({"userRoles": null})] {
        let fake = Fake::answering([ok(read.clone()), Answer::empty(200), ok(read)]);
        let client = fake.client();

        let update = SettingsUpdate::new().push_input_output_message_events_for_managers(true);
        client.accounts().update_settings(update).await.unwrap();
        let sent = json!({"pushInputOutputMessageEventsForManagers": true});
        assert_eq!(fake.seen()[1].body(), sent);

        let roles = SettingsUpdate::new().user_roles([UserRole::new(
            ChannelId::new("c").unwrap(),
            UserId::new("u").unwrap(),
            Role::Seller,
        )]);
        let error = client.accounts().update_settings(roles).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(fake.lines().len(), 3);
    }
}

#[tokio::test]
async fn settings_can_be_changed_in_any_way_and_no_change_writes_nothing() {
    let settings = |more: u8| ok(json!({"userRoles": [], "more": more}));
    let fake = Fake::answering([settings(1), Answer::empty(200), settings(2)]);
    let client = fake.client();

    let change = client.accounts().change_settings(|settings| {
        settings.extra.insert("more".to_owned(), json!(2));
    });
    change.await.unwrap();
    assert_eq!(fake.seen()[1].body(), json!({"userRoles": [], "more": 2}));

    client.accounts().change_settings(|_| {}).await.unwrap();
    assert_eq!(fake.lines().len(), 3);
}
