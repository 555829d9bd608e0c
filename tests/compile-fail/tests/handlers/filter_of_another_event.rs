use wazzup_dispatch::{Event, Handler, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

async fn save(_: Written) {}

fn main() {
    let _ = Router::new().on(save.filter(|text: &String| text.is_empty()));
}
