use crate::support::{run, wazzup};

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
