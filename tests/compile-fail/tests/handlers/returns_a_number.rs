use wazzup_dispatch::{Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

async fn save(_: Written) -> u32 {
    7
}

fn main() {
    let _ = Router::new().on(save);
}
