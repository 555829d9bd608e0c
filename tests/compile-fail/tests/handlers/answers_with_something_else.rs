use wazzup_dispatch::{Event, Question, Router};

#[derive(Clone)]
struct WhoIs;

impl Event for WhoIs {
    const NAME: &'static str = "who_is";
}

impl Question for WhoIs {
    type Answer = String;
}

async fn answer(_: WhoIs) -> u32 {
    7
}

fn main() {
    let _ = Router::new().answer(answer);
}
