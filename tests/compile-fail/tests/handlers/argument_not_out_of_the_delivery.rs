use wazzup_dispatch::{Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

#[derive(Clone)]
struct Db;

async fn save(_: Written, _: Db) {}

fn main() {
    let _ = Router::new().with_state(Db).on(save);
}
