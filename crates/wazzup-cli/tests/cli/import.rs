use serde_json::json;

use crate::support::{Emulator, LIMIT, Scratch, finish, run_with, signal, wazzup};

const HEADER: &str = "id,responsible_user_id,name,chat_type,chat_id\n";

fn row(n: usize) -> String {
    format!("c-{n:04},u-1,Contact {n},whatsapp,7999{n:07}\n")
}

fn file(rows: impl IntoIterator<Item = usize>) -> String {
    HEADER.to_owned() + &rows.into_iter().map(row).collect::<String>()
}

impl Emulator {
    async fn contacts(&self) -> u64 {
        let (status, body) = self
            .api("GET", "/v3/contacts?offset=0", &serde_json::Value::Null)
            .await;
        assert_eq!(status, 200);
        serde_json::from_str::<serde_json::Value>(&body).unwrap()["count"]
            .as_u64()
            .unwrap()
    }
}

#[tokio::test]
async fn every_row_is_stored_and_reported() {
    let emulator = Emulator::start(&[]).await;
    let args = ["contacts", "import", "-", "-o", "json"];
    let ran = run_with(&mut emulator.wazzup(&args), &file(0..250)).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = ran.json();
    assert_eq!(rows.len(), 250);
    assert!(rows.iter().all(|row| row["result"] == "stored"));
    assert_eq!(
        ran.out.lines().next(),
        Some(r#"{"line":2,"id":"c-0000","result":"stored"}"#)
    );
    assert_eq!(
        ran.err, "250 rows: 250 stored\n",
        "and no progress bar off a terminal"
    );
    assert_eq!(emulator.contacts().await, 250);
    let journal = emulator.get("/_emulator/journal").await.to_string();
    assert_eq!(
        journal.matches("/v3/contacts").count(),
        4,
        "three requests and the count above"
    );
}

#[tokio::test]
async fn bad_rows_are_named_and_the_others_stored() {
    let emulator = Emulator::start(&[]).await;
    let text = format!("{}c-x,u-1,,whatsapp,1\nc-y\n{}", file(0..2), row(0));
    let ran = run_with(&mut emulator.wazzup(&["contacts", "import", "-"]), &text).await;
    assert_eq!(ran.code, 3, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(
        lines[0].starts_with("line 2: duplicate c-0000"),
        "{}",
        ran.out
    );
    assert!(
        lines[1].starts_with("line 4: invalid c-x: `name`"),
        "{}",
        ran.out
    );
    assert!(lines[2].starts_with("line 5: invalid"), "{}", ran.out);
    assert_eq!(lines[3], "5 rows: 2 stored, 1 duplicate, 2 invalid");
    assert_eq!(emulator.contacts().await, 2);
}

#[tokio::test]
async fn a_row_the_service_objects_to_does_not_cost_its_neighbours() {
    let emulator = Emulator::start(&[]).await;
    let refusal =
        json!({"error": "INVALID_CONTACTS_DATA", "data": [{"index": 1, "fields": ["name"]}]});
    let fault = json!({"route": "POST /v3/contacts", "times": 1, "status": 400, "body": refusal});
    emulator.post("/_emulator/faults", &fault).await;
    let args = ["contacts", "import", "-", "-o", "json"];
    let ran = run_with(&mut emulator.wazzup(&args), &file(0..3)).await;
    assert_eq!(ran.code, 3);
    let results: Vec<_> = ran
        .json()
        .into_iter()
        .map(|row| row["result"].clone())
        .collect();
    assert_eq!(results, ["stored", "rejected", "stored"]);
    assert_eq!(ran.json()[1]["fields"], json!(["name"]));
    assert!(ran.err.contains("INVALID_CONTACTS_DATA"), "{}", ran.err);
    assert_eq!(emulator.contacts().await, 2);
}

#[tokio::test]
async fn an_interrupted_import_tells_which_rows_are_unknown() {
    let emulator = Emulator::start(&[]).await;
    let path = std::env::temp_dir().join(format!("wazzup-cli-{}-slow.csv", std::process::id()));
    std::fs::write(&path, file(0..150)).unwrap();
    // The first request is stored at once, the second is not answered in time.
    let slow = json!({"route": "POST /v3/contacts", "delayMs": 50_000, "times": 1});
    emulator.post("/_emulator/faults", &slow).await;
    let args = ["contacts", "import", path.to_str().unwrap(), "-o", "json"];
    let child = emulator.wazzup(&args).spawn().unwrap();
    emulator.wait_until_used(&slow).await;
    let stored = async {
        while emulator.contacts().await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, stored).await.unwrap();
    signal(&child, "-INT").await;
    let ran = finish(child, "").await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!(ran.code, 4, "{}", ran.err);
    let rows = ran.json();
    assert_eq!(rows.len(), 150);
    let unknown = rows.iter().filter(|row| row["result"] == "unknown").count();
    assert!(
        unknown == 100 || unknown == 50,
        "{unknown}: the rows of one request"
    );
}

#[tokio::test]
async fn rows_whose_request_was_not_begun_before_an_interruption_are_untouched() {
    let emulator = Emulator::start(&[]).await;
    let csv = Scratch::new("stopped.csv", file(0..250).as_bytes());
    let slow = json!({"route": "POST /v3/contacts", "delayMs": 50_000, "times": 1});
    emulator.post("/_emulator/faults", &slow).await;
    let options = ["--concurrency", "1", "-o", "json"];
    let args = [&["contacts", "import", csv.path()], &options[..]].concat();
    let child = emulator.wazzup(&args).spawn().unwrap();
    emulator.wait_until_used(&slow).await;
    signal(&child, "-INT").await;
    let ran = finish(child, "").await;
    assert_eq!(ran.code, 4, "{}", ran.err);
    let rows = ran.json();
    let results: Vec<_> = rows.iter().map(|row| row["result"].as_str()).collect();
    assert_eq!(results[..100], [Some("unknown"); 100]);
    assert_eq!(results[100..], [Some("untouched"); 150]);
}

#[tokio::test]
async fn a_dry_run_sends_nothing_and_needs_no_key() {
    let args = ["contacts", "import", "-", "--dry-run"];
    let ran = run_with(&mut wazzup(&args), &file(0..3)).await;
    assert_eq!((ran.code, ran.out.as_str()), (0, "3 rows: 3 valid\n"));
    let ran = run_with(&mut wazzup(&args), &(file(0..1) + "c-x,,,,\n")).await;
    assert_eq!(ran.code, 3);
    let ran = run_with(&mut wazzup(&args), &file([0, 1, 0])).await;
    assert!(
        ran.out.ends_with("3 rows: 2 valid, 1 duplicate\n"),
        "{}",
        ran.out
    );
    let ran = run_with(&mut wazzup(&args), HEADER).await;
    assert_eq!((ran.code, ran.out.as_str()), (0, "no rows\n"));
}

#[tokio::test]
async fn a_file_of_another_form_is_refused_with_the_reason() {
    for (text, reason) in [
        ("name\nA\n", "`id`"),
        ("", "`id`"),
        ("id,name,responsible_user_id,chat_type,mail\n", "`mail`"),
        ("id;name\n", "--delimiter ';'"),
    ] {
        let ran = run_with(&mut wazzup(&["contacts", "import", "-", "--dry-run"]), text).await;
        assert_eq!(ran.code, 1, "{text}");
        assert!(ran.error().starts_with("stdin: "), "{}", ran.err);
        assert!(ran.error().contains(reason), "{}", ran.err);
    }
    let folder = std::env::temp_dir();
    for path in ["/no/such/file", folder.to_str().unwrap()] {
        let ran = run_with(&mut wazzup(&["contacts", "import", path, "--dry-run"]), "").await;
        assert_eq!(ran.code, 1, "{path}");
        let told = format!("cannot read {path}: ");
        assert!(ran.error().starts_with(&told), "{}", ran.err);
        let parsed = run_with(&mut wazzup(&["parse", path]), "").await;
        assert_eq!(parsed.code, ran.code, "{path}");
    }
}

#[tokio::test]
async fn semicolons_a_byte_order_mark_and_a_user_for_all_are_fine() {
    let emulator = Emulator::start(&[]).await;
    let text = "\u{feff}ID;Name;Chat Type;Chat ID\r\nc-1;A;whatsapp;79990000001\r\n";
    let args = [
        "contacts",
        "import",
        "-",
        "--delimiter",
        ";",
        "--responsible-user",
        "u-1",
    ];
    let ran = run_with(&mut emulator.wazzup(&args), text).await;
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "1 row: 1 stored\n"),
        "{}",
        ran.err
    );
    assert_eq!(emulator.contacts().await, 1);
}
