use wazzup_dispatch::{Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}

struct NotAnError;

async fn save(_: Written) -> Result<(), NotAnError> {
    Err(NotAnError)
}

fn main() {
    let _ = Router::new().on(save);
}
