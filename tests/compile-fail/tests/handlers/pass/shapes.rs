//! What must compile: the shapes that the documentation promises.

use std::sync::Arc;

use wazzup_dispatch::{
    BoxError, Context, Conversation, Envelope, Event, Extension, Filter, Flow, Handler, Question,
    Raw, Router, State,
};

#[derive(Clone)]
struct Written(String);

impl Event for Written {
    const NAME: &'static str = "written";
}

#[derive(Clone)]
struct WhoIs;

impl Event for WhoIs {
    const NAME: &'static str = "who_is";
}

impl Question for WhoIs {
    type Answer = String;
}

struct Bot;

impl Bot {
    async fn greet(self: Arc<Self>, _: Written) -> Result<Flow, std::io::Error> {
        Ok(Flow::Stop)
    }
}

async fn function(_: Written, _: State<u8>, _: Option<Extension<u8>>) -> Result<(), BoxError> {
    Ok(())
}

fn is_long(message: &Written) -> bool {
    message.0.len() > 100
}

fn boxed(_: Written) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async {})
}

fn main() {
    let bot = Arc::new(Bot);
    let borrowed: &'static str = "borrowed for ever";
    let _ = Router::new()
        .on(function)
        .on(boxed)
        .on(move |message: Written| bot.clone().greet(message))
        .on(async |_: Written| {})
        .on(async |_: Written, _: Raw, _: Conversation, _: Context, _: Router| Flow::Continue)
        .on(async move |_: Written| assert!(!borrowed.is_empty()))
        .on(|message: Written, State(n): State<u8>| async move { drop((message, n)) })
        .on_filtered(is_long.and(|message: &Written| message.0.is_ascii()), function)
        .on(function.filter(is_long.not()).when(|message| message.0.is_empty()).named("named"))
        .on_any(async |_: Envelope, _: State<u8>| {})
        .answer(async |_: WhoIs| String::new())
        .answer((async |_: WhoIs| Ok::<_, std::fmt::Error>(String::new())).when(|_| true));
}
