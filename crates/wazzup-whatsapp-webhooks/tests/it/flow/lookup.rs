//! Which handler answers.

use serde_json::{Value, json};
use wazzup_dispatch::{Handler, Router, State};
use wazzup_whatsapp_types::flow::{FlowAction, FlowResponse, ScreenId};
use wazzup_whatsapp_webhooks::flow::{FlowHandlers, FlowOutcome, FlowRequest, filters};

use super::support::{ask, endpoint, request};

/// A handler that shows a screen of its own.
macro_rules! shows {
    ($screen:literal) => {
        (async |request: FlowRequest| request.next($screen.parse::<ScreenId>()?, &json!({})))
    };
}

async fn shown(handlers: impl Into<FlowHandlers>, requests: &[(&str, &str)]) -> Vec<String> {
    let endpoint = endpoint(handlers);
    let mut shown = Vec::new();
    for (action, screen) in requests {
        let (answer, opened) = ask(&endpoint, &request(action, screen, json!({}))).await;
        shown.push(match &opened["screen"] {
            Value::String(screen) => screen.clone(),
            _ => answer.outcome.as_str().to_owned(),
        });
    }
    shown
}

#[tokio::test]
async fn each_request_goes_to_the_handler_for_its_action_and_screen() {
    let handlers = FlowHandlers::new()
        .on_flow_request(shows!("OTHER"))
        .on_init(shows!("OPENED"))
        .on_data_exchange("A", shows!("AFTER_A"))
        .on_data_exchange("B", shows!("AFTER_B"))
        .on_back("B", shows!("BACK_FROM_B"))
        .on(FlowAction::from("shake"), None, shows!("SHAKEN"));
    let requests = [
        ("INIT", ""),
        ("data_exchange", "A"),
        ("data_exchange", "B"),
        ("data_exchange", "C"),
        ("BACK", "A"),
        ("BACK", "B"),
        ("navigate", "A"),
        ("shake", "A"),
        ("", ""),
    ];
    assert_eq!(
        shown(handlers, &requests).await,
        [
            "OPENED",
            "AFTER_A",
            "AFTER_B",
            "OTHER",
            "OTHER",
            "BACK_FROM_B",
            "OTHER",
            "SHAKEN",
            "OTHER"
        ]
    );
}

#[tokio::test]
async fn one_for_any_screen_is_asked_before_one_for_a_screen_and_filters_before_the_rest() {
    let only = |name: &'static str| {
        move |request: &FlowRequest| request.screen.as_ref().is_some_and(|it| it == name)
    };
    let handlers = FlowHandlers::new()
        .on_flow_request(shows!("REST"))
        .on_flow_request(shows!("FILTERED").filter(only("C")))
        .on_data_exchange("A", shows!("ONE").filter(only("A")).order(-100))
        .on_data_exchange("A", shows!("SECOND"))
        .on_data_exchange("B", shows!("ONE"))
        .on_data_exchange(None, shows!("ANY").filter(only("A")));
    let requests = [
        ("data_exchange", "A"),
        ("data_exchange", "B"),
        ("data_exchange", "C"),
        ("INIT", ""),
    ];
    assert_eq!(
        shown(handlers, &requests).await,
        ["ANY", "ONE", "FILTERED", "REST"]
    );
}

#[tokio::test]
async fn in_a_group_the_first_one_registered_answers() {
    let handlers = FlowHandlers::new()
        .on_back("A", shows!("FIRST"))
        .on_back("A", shows!("SECOND"));
    assert_eq!(
        shown(handlers, &[("BACK", "A"), ("BACK", "B")]).await,
        ["FIRST", "no_handler"]
    );
}

#[tokio::test]
async fn handlers_take_what_a_router_gives_them_and_are_merged_as_routers_are() {
    async fn stated(request: FlowRequest, State(screen): State<&'static str>) -> FlowResponse {
        FlowResponse::screen(screen.parse().unwrap(), &json!({"of": request.action})).unwrap()
    }
    let module = FlowHandlers::new().on_init(stated);
    let router = Router::new()
        .with_state("FROM_STATE")
        .answer(shows!("ROUTER").filter(filters::screen("A")));
    let router = router.merge(module.into());
    router.check().unwrap();
    let requests = [("INIT", ""), ("BACK", "A"), ("BACK", "B")];
    assert_eq!(
        shown(router, &requests).await,
        ["FROM_STATE", "ROUTER", "no_handler"]
    );

    let unstated = FlowHandlers::new().on_init(stated);
    assert!(unstated.router().check().is_err());
    assert_eq!(shown(unstated, &[("INIT", "")]).await, ["missing_argument"]);
    let stated = FlowHandlers::new().on_init(stated).with_state("LATER");
    assert_eq!(shown(stated, &[("INIT", "")]).await, ["LATER"]);
}

#[tokio::test]
async fn handlers_come_and_go_while_the_endpoint_runs() {
    let endpoint = endpoint(FlowHandlers::new());
    let opened = request("INIT", "", json!({}));
    assert_eq!(
        ask(&endpoint, &opened).await.0.outcome.as_str(),
        "no_handler"
    );
    let id = endpoint.router().add_answer(shows!("HERE"));
    assert_eq!(ask(&endpoint, &opened).await.1["screen"], "HERE");
    assert!(endpoint.router().remove(id));
    let (answer, _) = ask(&endpoint, &opened).await;
    assert!(matches!(answer.outcome, FlowOutcome::Unanswered(_)));
}

#[tokio::test]
async fn a_notice_of_an_error_goes_past_the_handlers_of_requests() {
    let handlers = FlowHandlers::new()
        .on_init(shows!("OPENED"))
        .on_data_exchange(None, shows!("NEXT"))
        .on(FlowAction::DataExchange, "A", shows!("A"))
        .on_flow_request(shows!("REST"));
    let told = super::support::builder(handlers.clone())
        .acknowledge_errors(false)
        .build()
        .unwrap();
    let notice = |action| {
        request(
            action,
            "A",
            json!({"error": "bad-screen", "error_message": "x"}),
        )
    };
    for action in ["INIT", "data_exchange"] {
        assert_eq!(ask(&told, &notice(action)).await.1["screen"], "REST");
    }
    let handlers = handlers.on_error(shows!("TOLD"));
    let told = super::support::builder(handlers)
        .acknowledge_errors(false)
        .build()
        .unwrap();
    for action in ["INIT", "data_exchange"] {
        assert_eq!(ask(&told, &notice(action)).await.1["screen"], "TOLD");
    }
    let plain = request("data_exchange", "A", json!({"error_message": "x"}));
    assert_eq!(ask(&told, &plain).await.1["screen"], "NEXT");
}
