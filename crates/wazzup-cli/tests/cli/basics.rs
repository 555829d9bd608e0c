use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

use crate::support::{Scratch, finish, run, run_with_bytes, wazzup};

#[tokio::test]
async fn help_and_version_go_to_stdout() {
    let version = run(&mut wazzup(&["--version"])).await;
    assert_eq!(
        version.out,
        format!("wazzup {}\n", env!("CARGO_PKG_VERSION"))
    );
    for args in [
        &["--help"][..],
        &["help", "send"],
        &["contacts", "import", "--help"],
    ] {
        let help = run(&mut wazzup(args)).await;
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{args:?}");
        assert!(help.out.contains("Usage:"), "{}", help.out);
    }
}

#[tokio::test]
async fn help_of_every_command_fits_a_terminal() {
    let lists = ["channels", "users", "contacts", "templates"].map(|name| vec![name, "list"]);
    let commands = [
        vec![],
        vec!["emulator"],
        vec!["parse"],
        vec!["send"],
        vec!["listen"],
        vec!["contacts", "import"],
        vec!["completion"],
    ];
    for command in commands.into_iter().chain(lists) {
        for help in ["-h", "--help"] {
            let args = [&command[..], &[help]].concat();
            let ran = run(wazzup(&args).env_remove("COLUMNS")).await;
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
            let wide = ran.out.lines().find(|line| line.chars().count() > 100);
            assert_eq!(wide, None, "{args:?}");
        }
    }
}

#[tokio::test]
async fn help_tells_the_exit_codes() {
    let help = run(&mut wazzup(&["--help"])).await;
    for code in ["  0  ", "  1  ", "  2  ", "  3  ", "  4  "] {
        assert!(help.out.contains(code), "{code}");
    }
}

#[tokio::test]
async fn wrong_usage_is_two() {
    for args in [
        &[][..],
        &["no-such-command"],
        &["send"],
        &["channels"],
        &["channels", "list", "-o", "xml"],
    ] {
        let ran = run(&mut wazzup(args)).await;
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(!ran.err.is_empty());
    }
}

#[tokio::test]
async fn a_key_is_no_argument() {
    let ran = run(&mut wazzup(&[
        "channels",
        "list",
        "--api-key",
        "not-a-real-key",
    ]))
    .await;
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains("not-a-real-key"), "{}", ran.err);
}

#[tokio::test]
async fn every_shell_has_its_completion() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(&mut wazzup(&["completion", shell])).await;
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        assert!(
            ran.out.contains("wazzup") && ran.out.contains("import"),
            "{shell}"
        );
    }
}

#[tokio::test]
async fn readers_that_go_away_cause_no_panic_and_no_failure() {
    let lines = "c-1,u-1,A,whatsapp,79990000000\n".repeat(5000);
    let csv = format!("id,responsible_user_id,name,chat_type,chat_id\n{lines}");
    let csv = Scratch::new("long.csv", csv.as_bytes());
    let import = ["contacts", "import", csv.path(), "--dry-run", "-o", "json"];
    for args in [
        &["completion", "bash"][..],
        &["send", "--help"],
        &["--version"],
        &import,
    ] {
        let mut child = wazzup(args).spawn().unwrap();
        drop(child.stdout.take());
        let ran = finish(child, "").await;
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{args:?}: {}", ran.err);
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_wrong_usage() {
    let send = ["send", "--channel", "c-1", "--chat-id", "79990000000"];
    for args in [&send[..], &["users", "list", "--api-key-stdin"]] {
        let ran = run_with_bytes(&mut wazzup(args), b"\xff\xfe").await;
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.error().contains("UTF-8"), "{}", ran.err);
    }
    let odd = OsStr::from_bytes(b"\xff");
    let ran = run(wazzup(&send).arg(odd)).await;
    assert_eq!(ran.code, 2);
    let ran = run(wazzup(&["users", "list"]).env("WAZZUP_API_KEY", odd)).await;
    assert_eq!(ran.code, 2);
    assert!(ran.error().contains("WAZZUP_API_KEY"), "{}", ran.err);
    // The name of a file may be any bytes.
    let ran = run(wazzup(&["parse"]).arg(odd)).await;
    assert_eq!(ran.code, 1);
    assert!(ran.error().starts_with("cannot read "), "{}", ran.err);
}

#[tokio::test]
async fn without_a_key_it_tells_where_to_put_one() {
    let ran = run(&mut wazzup(&["users", "list"])).await;
    assert_eq!(ran.code, 2);
    assert!(ran.error().contains("WAZZUP_API_KEY"), "{}", ran.err);
}

#[tokio::test]
async fn a_base_url_that_is_none_is_wrong_usage() {
    let mut command = wazzup(&["users", "list", "--api-url", "nonsense"]);
    let ran = run(command.env("WAZZUP_API_KEY", "not-a-real-key")).await;
    assert_eq!(ran.code, 2);
    assert!(ran.error().contains("URL"), "{}", ran.err);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_one_line() {
    // A port that was free a moment ago: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let mut command = wazzup(&["users", "list", "--timeout", "3", "--api-url", &url]);
    let ran = run(command.env("WAZZUP_API_KEY", "not-a-real-key")).await;
    assert_eq!(ran.code, 1);
    assert!(ran.error().contains("users.list"), "{}", ran.err);
    assert!(!ran.err.contains("not-a-real-key"));
}
