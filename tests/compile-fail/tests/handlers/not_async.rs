use wazzup_dispatch::{Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

fn save(_: Written) {}

fn main() {
    let _ = Router::new().on(save);
}
