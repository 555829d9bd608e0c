use serde::{Deserialize, Serialize};
use serde_json::json;
use wazzup_whatsapp_webhooks::{
    CallbackButton, CallbackSelection, CarriesData, Clicked, Message, MessageStatus, Tracked,
    dispatch::{Disposition, Filter, Handler, Outcome, Router},
    filters::{callbacks, users},
    testing::Delivery,
    types::CallbackData,
};

use crate::support::{Log, USER, endpoint, only};

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Slot {
    day: String,
    hour: u8,
}

impl CallbackData for Slot {
    const TAG: &'static str = "slot";
}

#[derive(Serialize, Deserialize)]
struct OrderNumber(u32);

impl CallbackData for OrderNumber {
    const TAG: &'static str = "order";
}

fn packed() -> String {
    let slot = Slot {
        day: "Mon".into(),
        hour: 9,
    };
    slot.pack().unwrap()
}

#[tokio::test]
async fn a_handler_takes_data_of_its_kind_and_is_not_called_for_other_data() {
    let log = Log::default();
    let (buttons, rows, trackers) = (log.clone(), log.clone(), log.clone());
    let router = Router::new()
        .on(move |_: CallbackButton, Clicked(slot): Clicked<Slot>| {
            let log = buttons.clone();
            async move { log.push(format!("button {} {}", slot.day, slot.hour)) }
        })
        .on(move |_: CallbackSelection, Clicked(slot): Clicked<Slot>| {
            let log = rows.clone();
            async move { log.push(format!("row {} {}", slot.day, slot.hour)) }
        })
        .on(
            move |_: MessageStatus, Tracked(order): Tracked<OrderNumber>| {
                let log = trackers.clone();
                async move { log.push(format!("order {}", order.0)) }
            },
        );
    let service = endpoint(router).build().unwrap();
    let status = |tracker: &str| json!({ "id": "wamid.0", "status": tracker, "biz_opaque_callback_data": tracker });
    let delivery = Delivery::new()
        .button(USER, "wamid.0", &packed())
        .selection(USER, "wamid.0", &packed())
        .status_of(status(&OrderNumber(7).pack_for_tracker().unwrap()))
        // None of these is for anybody here.
        .button(USER, "wamid.0", "slots~[]")
        .button(USER, "wamid.0", "slot~[17]")
        .button(USER, "wamid.0", "")
        .selection(USER, "wamid.0", "order~7")
        .status("wamid.0", "read");
    let report = service.dispatch(delivery.body()).await.unwrap();
    assert_eq!(log.sorted(), ["button Mon 9", "order 7", "row Mon 9"]);
    let dispositions = report
        .events
        .events()
        .iter()
        .map(|event| event.disposition());
    let expected = [
        vec![Disposition::Handled; 3],
        vec![Disposition::Unhandled; 5],
    ]
    .concat();
    assert_eq!(dispositions.collect::<Vec<_>>(), expected);
    assert!(report.all_succeeded());
}

#[tokio::test]
async fn a_handler_of_an_event_that_never_brings_data_fails() {
    let router = Router::new().on(async |_: Message, Clicked(_): Clicked<Slot>| {});
    let service = endpoint(router).build().unwrap();
    let report = service
        .dispatch(Delivery::new().text(USER, "x").body())
        .await
        .unwrap();
    let handler = &report.events.events()[0].handlers()[0];
    assert!(matches!(handler.outcome(), Outcome::MissingArgument(_)));
}

#[test]
fn data_is_told_apart_by_its_tag_and_unpacked_on_request() {
    let button =
        |data: &str| -> CallbackButton { only(Delivery::new().button(USER, "wamid.0", data)) };
    let (slot, old, other) = (button(&packed()), button("slot~[1]"), button("order~7"));
    let is_slot = callbacks::data::<Slot>();
    assert_eq!(
        [&slot, &old, &other].map(|button| is_slot.matches(button)),
        [true, true, false]
    );
    assert_eq!(slot.data_as::<Slot>().unwrap().hour, 9);
    assert!(old.data_as::<Slot>().unwrap_err().is_of_this_tag());
    assert!(!other.data_as::<Slot>().unwrap_err().is_of_this_tag());
    let status: MessageStatus = only(Delivery::new().status("wamid.0", "read"));
    assert!(!is_slot.matches(&status));
    assert!(status.data_as::<Slot>().is_err());
    assert_eq!(format!("{is_slot:?}"), r#"DataFilter("slot")"#);
    assert_eq!(
        format!("{:?}", Clicked(slot.data_as::<Slot>())),
        "Clicked(..)"
    );

    // Together with others, without naming the event.
    async fn book(_: CallbackButton) {}
    let filter = callbacks::data::<Slot>().and(users::from_users(USER));
    let router = Router::new().on(book.filter(filter.or(callbacks::data::<OrderNumber>())));
    assert!(router.handles::<CallbackButton>());
}
