use wazzup_dispatch::{Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

async fn save(_: Written) -> String {
    String::new()
}

fn main() {
    let _ = Router::new().answer(save);
}
