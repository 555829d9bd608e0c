use tokio::io::{AsyncBufReadExt, BufReader};

use crate::support::{Emulator, finish, line, request, run, signal, wazzup};

#[tokio::test]
async fn its_first_line_is_where_it_is_and_it_ends_when_told_to() {
    for name in ["-TERM", "-INT"] {
        let emulator = Emulator::start(&["--listen", "127.0.0.1:0"]).await;
        let port = emulator.url.strip_prefix("http://127.0.0.1:").unwrap();
        assert!(port.parse::<u16>().unwrap() > 0);
        assert_eq!(emulator.config["channels"].as_array().unwrap().len(), 10);
        let Emulator {
            child, mut stdout, ..
        } = emulator;
        signal(&child, name).await;
        assert_eq!(
            stdout.next_line().await.unwrap(),
            None,
            "nothing more on stdout"
        );
        let ran = finish(child, "").await;
        assert_eq!(ran.code, 0, "{name}");
    }
}

#[tokio::test]
async fn as_json_its_first_line_is_an_object() {
    let mut child = wazzup(&["emulator", "-o", "json"]).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready: serde_json::Value = serde_json::from_str(&line(&mut stdout).await).unwrap();
    let url = ready["url"].as_str().unwrap();
    let (status, _) = request(&format!("{url}/_emulator/config"), "GET", "", "").await;
    assert_eq!(status, 200);
    signal(&child, "-TERM").await;
    assert_eq!(finish(child, "").await.code, 0);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_keys() {
    let (one, two) = (
        Emulator::start(&["--seed", "7"]).await,
        Emulator::start(&["--seed", "7"]).await,
    );
    let other = Emulator::start(&["--seed", "8"]).await;
    assert_eq!(one.api_key(), two.api_key());
    assert_eq!(one.channel("wapi"), two.channel("wapi"));
    assert_ne!(one.api_key(), other.api_key());
}

#[tokio::test]
async fn the_clock_begins_where_it_is_told_to() {
    let start = "2026-01-31T10:00:00Z";
    let emulator = Emulator::start(&["--manual-clock", "--start-at", start]).await;
    let clock = emulator.get("/_emulator/clock").await;
    assert_eq!(clock["now"], "2026-01-31T10:00:00.000Z");
    let ran = run(&mut wazzup(&["emulator", "--start-at", "yesterday"])).await;
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("2026-01-31T10:00:00Z"), "{}", ran.err);
}

#[tokio::test]
async fn knobs_are_set_from_the_command_line() {
    let args = [
        "--set",
        "delivery.duplicates=2",
        "--set",
        "rateLimit.requests=null",
        "--without-crm-key",
    ];
    let emulator = Emulator::start(&args).await;
    let knobs = emulator.get("/_emulator/knobs").await;
    assert_eq!(knobs["delivery"]["duplicates"], 2);
    assert!(knobs["rateLimit"]["requests"].is_null());
    assert!(emulator.config["crmKey"].is_null());

    let ran = run(&mut wazzup(&["emulator", "--set", "delivery.dupes=2"])).await;
    assert_eq!(ran.code, 2);
    assert!(ran.error().contains("dupes"), "{}", ran.err);
    let ran = run(&mut wazzup(&["emulator", "--knobs", "/no/such/file"])).await;
    assert_eq!(ran.code, 2);
    let told = "--knobs /no/such/file: ";
    assert!(ran.error().starts_with(told), "{}", ran.err);
}

#[tokio::test]
async fn other_machines_reach_it_only_if_a_flag_says_so() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let ran = run(&mut wazzup(&["emulator", "--listen", address])).await;
        assert_eq!(ran.code, 2, "{address}");
        assert!(ran.error().contains("--allow-non-loopback"), "{}", ran.err);
        assert_eq!(ran.out, "");
    }
    let mut child = wazzup(&["emulator", "--listen", "0.0.0.0:0", "--allow-non-loopback"])
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready = line(&mut lines).await;
    assert!(ready.starts_with("emulator ready on http://"), "{ready}");
    signal(&child, "-TERM").await;
    assert_eq!(finish(child, "").await.code, 0);
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_in_one_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = run(&mut wazzup(&["emulator", "--listen", &address])).await;
    assert_eq!(ran.code, 1);
    assert!(ran.error().contains("--listen"), "{}", ran.err);
    assert_eq!(
        run(&mut wazzup(&["emulator", "--listen", "nowhere"]))
            .await
            .code,
        2
    );
}
