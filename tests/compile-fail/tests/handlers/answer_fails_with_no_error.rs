use wazzup_dispatch::{Event, Question, Router};

#[derive(Clone)]
struct WhoIs;

impl Event for WhoIs {
    const NAME: &'static str = "who_is";
}

impl Question for WhoIs {
    type Answer = String;
}

struct NotAnError;

async fn answer(_: WhoIs) -> Result<String, NotAnError> {
    Err(NotAnError)
}

fn main() {
    let _ = Router::new().answer(answer);
}
