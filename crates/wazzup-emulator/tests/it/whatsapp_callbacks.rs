//! Where updates go: registration, overrides, app tokens.

use serde_json::{Value, json};

use crate::whatsapp_support::{Graph, Hook, code};

/// A verify token as it stands in a query.
const ENCODED: &str = "a%20verify%20token";

impl Graph {
    async fn app_token(&self) -> String {
        let route = format!(
            "GET /oauth/access_token?grant_type=client_credentials&client_id={}&client_secret={}",
            self.config.app_id, self.config.app_secret
        );
        let answer = self.call_as("", &route, None).await.json();
        assert_eq!(answer["token_type"], "bearer");
        answer["access_token"].as_str().unwrap().to_owned()
    }

    fn subscription(&self, token: &str, url: &str, fields: &str) -> String {
        format!(
            "POST /v25.0/{}/subscriptions?object=whatsapp_business_account&callback_url={url}\
             &verify_token={ENCODED}&fields={fields}&access_token={token}",
            self.config.app_id
        )
    }

    async fn configured(&self) -> Value {
        let route = format!(
            "GET /v25.0/{}?fields=webhook_configuration",
            self.config.phone_number_id
        );
        self.call(&route, None).await.json()["webhook_configuration"].clone()
    }
}

#[tokio::test]
async fn an_app_gets_a_token_for_its_secret() {
    let graph = Graph::new().await;
    let app = &graph.config.app_id;
    let secret = &graph.config.app_secret;
    let token = graph.app_token().await;
    assert!(token.starts_with(&format!("{app}|")));
    for (query, wanted) in [
        (
            format!("grant_type=client_credentials&client_id={app}&client_secret=odd"),
            (400, 1),
        ),
        (
            format!("grant_type=client_credentials&client_id=1&client_secret={secret}"),
            (400, 101),
        ),
        (
            format!("grant_type=password&client_id={app}&client_secret={secret}"),
            (400, 100),
        ),
        (
            format!("client_id={app}&client_secret={secret}"),
            (400, 100),
        ),
        (
            format!("grant_type=client_credentials&client_id={app}"),
            (400, 100),
        ),
    ] {
        for prefix in ["", "/v25.0"] {
            let answer = graph
                .call_as(
                    "",
                    &format!("GET {prefix}/oauth/access_token?{query}"),
                    None,
                )
                .await;
            assert_eq!(code(&answer), wanted, "{query}");
        }
    }
    let journal = graph.bed.emulator.journal();
    assert!(
        journal
            .requests
            .iter()
            .all(|record| !record.uri.to_string().contains(secret.as_str()))
    );
}

#[tokio::test]
async fn an_app_registers_a_callback_that_proves_itself() {
    let graph = Graph::new().await;
    let hook = Hook::new(ENCODED).await;
    let token = graph.app_token().await;
    let route = graph.subscription(&token, &hook.url, "messages,calls");
    // The header has another token: the one in the query counts.
    let answer = graph.call(&route, None).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()),
        (200, json!({ "success": true }))
    );
    let asked = hook.asked();
    assert_eq!(asked.len(), 1);
    assert!(
        asked[0].starts_with("hub.mode=subscribe&hub.challenge="),
        "{asked:?}"
    );
    let journal = graph.bed.emulator.journal();
    assert!(journal.webhooks[0].is_probe());
    assert_eq!(
        (
            journal.webhooks[0].method.as_str(),
            journal.webhooks[0].kinds.as_slice()
        ),
        ("GET", &["challenge"][..])
    );
    let shown = format!("GET /v25.0/{}/subscriptions", graph.config.app_id);
    let shown = graph.call_as(&token, &shown, None).await.json();
    assert_eq!(shown["data"][0]["callback_url"], hook.url.as_str());
    assert_eq!(
        shown["data"][0]["fields"][1],
        json!({ "name": "calls", "version": "v25.0" })
    );
    assert_eq!(graph.configured().await, json!({ "application": hook.url }));

    graph.hear("Hello");
    graph
        .bed
        .emulator
        .whatsapp()
        .update(json!({ "field": "account_alerts", "value": {} }))
        .unwrap();
    graph.bed.emulator.idle().await;
    // Only what was subscribed to.
    assert_eq!(hook.came().len(), 1);
    let route = format!("DELETE /v25.0/{}/subscriptions", graph.config.app_id);
    assert_eq!(graph.call_as(&token, &route, None).await.status, 200);
    graph.hear("Anybody there?");
    graph.bed.emulator.idle().await;
    assert_eq!(hook.came().len(), 1);
}

#[tokio::test]
async fn a_callback_that_fails_the_question_is_not_registered() {
    let graph = Graph::new().await;
    let token = graph.app_token().await;
    let other = Hook::new("another").await;
    for url in [other.url.as_str(), "http://127.0.0.1:1/hook"] {
        let answer = graph
            .call(&graph.subscription(&token, url, "messages"), None)
            .await;
        assert_eq!(code(&answer), (400, 2_200), "{url}");
    }
    assert_eq!(graph.configured().await, json!({}));
    for (route, wanted) in [
        (
            graph.subscription(&token, "nowhere", "messages"),
            (400, 100),
        ),
        (
            graph.subscription(&token, &other.url, "letters"),
            (400, 100),
        ),
        (graph.subscription(&token, &other.url, ""), (400, 100)),
        (
            graph.subscription(&graph.config.access_token, &other.url, "messages"),
            (400, 15),
        ),
        (
            format!(
                "POST /v25.0/{}/subscriptions?object=user&access_token={token}",
                graph.config.app_id
            ),
            (400, 100),
        ),
        (
            format!(
                "POST /v25.0/{}/subscriptions?access_token={token}",
                graph.config.waba_id
            ),
            (400, 100),
        ),
    ] {
        assert_eq!(code(&graph.call(&route, None).await), wanted, "{route}");
    }
    assert_eq!(other.asked().len(), 1);
}

#[tokio::test]
async fn a_form_and_json_register_as_a_query_does() {
    let graph = Graph::new().await;
    let hook = Hook::new("plain").await;
    let token = format!("{}|{}", graph.config.app_id, graph.config.app_secret);
    let route = format!("POST /v25.0/{}/subscriptions", graph.config.app_id);
    let body = json!({
        "object": "whatsapp_business_account", "callback_url": hook.url,
        "verify_token": "plain", "fields": ["messages"],
    });
    let answer = graph.call_as(&token, &route, body).await;
    assert_eq!(code(&answer), (200, 0));
    let form = format!(
        "object=whatsapp_business_account&callback_url={}&verify_token=plain&fields=messages&access_token={token}",
        hook.url
    );
    let request = http::Request::post(route.split_once(' ').unwrap().1)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(http_body_util::Full::new(bytes::Bytes::from(form)))
        .unwrap();
    let service = graph.bed.emulator.service();
    let response = tower::ServiceExt::oneshot(service, request).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_number_goes_before_its_account_and_the_account_before_the_app() {
    let graph = Graph::new().await;
    let (app, waba, phone) = (
        Hook::new("t").await,
        Hook::new("t").await,
        Hook::new("t").await,
    );
    graph.listen(&app);
    let apps = format!("/v25.0/{}/subscribed_apps", graph.config.waba_id);
    let number = format!("/v25.0/{}", graph.config.phone_number_id);
    let wrong = json!({ "override_callback_uri": waba.url, "verify_token": "odd" });
    assert_eq!(
        code(&graph.call(&format!("POST {apps}"), wrong).await),
        (400, 2_200)
    );
    let right = json!({ "override_callback_uri": waba.url, "verify_token": "t" });
    assert_eq!(
        code(&graph.call(&format!("POST {apps}"), right).await),
        (200, 0)
    );
    let shown = graph.call(&format!("GET {apps}"), None).await.json();
    assert_eq!(shown["data"][0]["override_callback_uri"], waba.url.as_str());
    assert_eq!(
        shown["data"][0]["whatsapp_business_api_data"]["id"],
        graph.config.app_id.as_str()
    );
    let own = json!({ "webhook_configuration": { "override_callback_uri": phone.url, "verify_token": "t" } });
    // pywa writes a slash behind the id.
    assert_eq!(
        code(&graph.call(&format!("POST {number}/"), own).await),
        (200, 0)
    );
    assert_eq!(
        graph.configured().await,
        json!({ "phone_number": phone.url, "whatsapp_business_account": waba.url, "application": app.url })
    );
    let counts = || [app.came().len(), waba.came().len(), phone.came().len()];
    let whatsapp = graph.bed.emulator.whatsapp();

    graph.hear("to the first number");
    let second = graph.config.phone_numbers[1].id.clone();
    let message =
        wazzup_emulator::whatsapp::Incoming::text("15550104477", "to the second").to(&second);
    whatsapp.incoming(message).unwrap();
    whatsapp
        .update(json!({ "field": "account_alerts", "value": {} }))
        .unwrap();
    graph.bed.emulator.idle().await;
    assert_eq!(counts(), [1, 1, 1]);

    let none = json!({ "webhook_configuration": { "override_callback_uri": "" } });
    assert_eq!(
        code(&graph.call(&format!("POST {number}"), none).await),
        (200, 0)
    );
    graph.hear("to the account");
    graph.bed.emulator.idle().await;
    assert_eq!(counts(), [1, 2, 1]);

    assert_eq!(
        code(&graph.call(&format!("POST {apps}"), None).await),
        (200, 0)
    );
    graph.hear("to the app");
    graph.bed.emulator.idle().await;
    assert_eq!(counts(), [2, 2, 1]);

    assert_eq!(
        code(&graph.call(&format!("DELETE {apps}"), None).await),
        (200, 0)
    );
    assert_eq!(
        graph.call(&format!("GET {apps}"), None).await.json(),
        json!({ "data": [] })
    );
    graph.hear("to nobody");
    graph.bed.emulator.idle().await;
    assert_eq!(counts(), [2, 2, 1]);
}

#[tokio::test]
async fn an_override_has_to_be_an_address_of_sensible_length() {
    let graph = Graph::new().await;
    let apps = format!("POST /v25.0/{}/subscribed_apps", graph.config.waba_id);
    let number = format!("POST /v25.0/{}", graph.config.phone_number_id);
    let long = format!("http://127.0.0.1/{}", "a".repeat(200));
    for uri in ["nowhere", long.as_str()] {
        let body = json!({ "override_callback_uri": uri, "verify_token": "t" });
        assert_eq!(
            code(&graph.call(&apps, body.clone()).await),
            (400, 100),
            "{uri}"
        );
        let body = json!({ "webhook_configuration": body });
        assert_eq!(code(&graph.call(&number, body).await), (400, 100), "{uri}");
    }
    let tokenless = json!({ "override_callback_uri": "http://127.0.0.1:1/" });
    assert_eq!(code(&graph.call(&apps, tokenless).await), (400, 100));
    assert_eq!(code(&graph.call(&number, json!({})).await), (400, 100));
}

#[tokio::test]
async fn the_token_is_asked_for_as_it_was_given() {
    let graph = Graph::new().await;
    let hook = Hook::new("%26%3D%25%20%C3%A9").await;
    let apps = format!("POST /v25.0/{}/subscribed_apps", graph.config.waba_id);
    let body =
        json!({ "override_callback_uri": format!("{}?x=1", hook.url), "verify_token": "&=% é" });
    assert_eq!(code(&graph.call(&apps, body).await), (200, 0));
    assert!(hook.asked()[0].starts_with("x=1&hub.mode="));
}
