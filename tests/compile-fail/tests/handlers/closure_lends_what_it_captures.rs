use wazzup_dispatch::{Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

fn main() {
    let name = String::new();
    let _ = Router::new().on(async move |_: Written| drop(name.len()));
}
