//! The emulator as a program: `serve [ADDRESS] [SEED]`.

use std::error::Error;

use wazzup_emulator::Emulator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let emulator = Emulator::builder()
        .listen(address)
        .seed(seed)
        .start()
        .await?;
    println!("emulator ready on {}", emulator.url());
    std::future::pending().await
}
