//! Running the command, and talking to its emulator.

use std::{env::temp_dir, fs, path::PathBuf, process::Stdio, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// Longer than anything here takes, shorter than anybody's patience.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A command that sees nothing of the environment it could be confused by, and is killed when
/// dropped.
pub(crate) fn wazzup(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wazzup"));
    for name in [
        "API_KEY",
        "CRM_KEY",
        "WEBHOOK_TOKEN",
        "PUBLIC_URL",
        "TECH_URL",
    ] {
        command.env_remove(format!("WAZZUP_{name}"));
    }
    for name in [
        "TOKEN",
        "APP_SECRET",
        "VERIFY_TOKEN",
        "URL",
        "PHONE_NUMBER_ID",
        "WABA_ID",
        "APP_ID",
    ] {
        command.env_remove(format!("WHATSAPP_{name}"));
    }
    command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A file that goes with the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        let path = temp_dir().join(format!("wazzup-cli-{}-{name}", std::process::id()));
        fs::write(&path, content).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub(crate) fn name(&self) -> &str {
        self.0.file_name().unwrap().to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The lines of stdout as JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The one line of stderr that an error is.
    pub(crate) fn error(&self) -> &str {
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err.trim_end().strip_prefix("wazzup: ").unwrap()
    }
}

/// Runs a command to its end.
pub(crate) async fn run(command: &mut Command) -> Ran {
    finish(command.spawn().unwrap(), "").await
}

/// Runs a command to its end with something on stdin.
pub(crate) async fn run_with(command: &mut Command, input: &str) -> Ran {
    run_with_bytes(command, input.as_bytes()).await
}

/// The same with any bytes.
pub(crate) async fn run_with_bytes(command: &mut Command, input: &[u8]) -> Ran {
    finish_with(command.stdin(Stdio::piped()).spawn().unwrap(), input).await
}

/// Waits for the end of a child.
pub(crate) async fn finish(child: Child, input: &str) -> Ran {
    finish_with(child, input.as_bytes()).await
}

async fn finish_with(mut child: Child, input: &[u8]) -> Ran {
    if let Some(mut stdin) = child.stdin.take() {
        // A child that does not read to the end is the child's business.
        let _ = stdin.write_all(input).await;
    }
    let output = timeout(LIMIT, child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Sends a signal to a child of ours, by its id.
pub(crate) async fn signal(child: &Child, name: &str) {
    let id = child.id().unwrap().to_string();
    let status = Command::new("kill")
        .args([name, &id])
        .status()
        .await
        .unwrap();
    assert!(status.success());
}

/// A line that has to come.
pub(crate) async fn line<R: tokio::io::AsyncBufRead + Unpin>(lines: &mut Lines<R>) -> String {
    timeout(LIMIT, lines.next_line())
        .await
        .unwrap()
        .unwrap()
        .unwrap()
}

/// `wazzup emulator` as a child.
pub(crate) struct Emulator {
    pub(crate) child: Child,
    pub(crate) stdout: Lines<BufReader<ChildStdout>>,
    pub(crate) url: String,
    pub(crate) config: Value,
}

impl Emulator {
    pub(crate) async fn start(args: &[&str]) -> Self {
        let args = [&["emulator"], args].concat();
        let mut child = wazzup(&args).stderr(Stdio::inherit()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = line(&mut stdout).await;
        let url = ready.strip_prefix("emulator ready on ").unwrap().to_owned();
        let mut emulator = Self {
            child,
            stdout,
            url,
            config: Value::Null,
        };
        emulator.config = emulator.get("/_emulator/config").await;
        emulator
    }

    /// A command that talks to it.
    pub(crate) fn wazzup(&self, args: &[&str]) -> Command {
        let mut command = self.wazzup_without_key(args);
        command.env("WAZZUP_API_KEY", self.api_key());
        command
    }

    /// The same without an API key.
    pub(crate) fn wazzup_without_key(&self, args: &[&str]) -> Command {
        let mut command = wazzup(args);
        command
            .env("WAZZUP_PUBLIC_URL", &self.url)
            .env("WAZZUP_TECH_URL", &self.url);
        command
    }

    /// A command that talks to its WhatsApp side: `send` or `listen`, then the arguments.
    pub(crate) fn whatsapp(&self, command: &str, args: &[&str]) -> Command {
        let args = [&[command, "--provider", "whatsapp"], args].concat();
        let mut command = wazzup(&args);
        command
            .env("WHATSAPP_URL", &self.url)
            .env("WHATSAPP_TOKEN", self.graph("accessToken"))
            .env("WHATSAPP_PHONE_NUMBER_ID", self.graph("phoneNumberId"))
            .env("WHATSAPP_WABA_ID", self.graph("wabaId"))
            .env("WHATSAPP_APP_ID", self.graph("appId"));
        command
    }

    /// A part of the configuration of its WhatsApp side.
    pub(crate) fn graph(&self, name: &str) -> &str {
        self.config["whatsapp"][name].as_str().unwrap()
    }

    pub(crate) fn api_key(&self) -> &str {
        self.config["apiKey"].as_str().unwrap()
    }

    pub(crate) fn crm_key(&self) -> &str {
        self.config["crmKey"].as_str().unwrap()
    }

    /// The id of the first channel of a transport.
    pub(crate) fn channel(&self, transport: &str) -> &str {
        let channels = self.config["channels"].as_array().unwrap();
        let of_transport = |channel: &&Value| channel["transport"] == transport;
        channels.iter().find(of_transport).unwrap()["channelId"]
            .as_str()
            .unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.request("GET", path, "").await;
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.request("POST", path, &body.to_string()).await;
        assert_eq!(status, 200, "{path}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// Waits until a fault, the only one, has met its request.
    pub(crate) async fn wait_until_used(&self, fault: &Value) {
        let used = async {
            while self.get("/_emulator/faults").await != serde_json::json!([]) {
                tokio::task::yield_now().await;
            }
        };
        timeout(LIMIT, used)
            .await
            .unwrap_or_else(|_| panic!("not used: {fault}"));
    }

    /// A call of the API.
    pub(crate) async fn api(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.request(method, path, &body).await
    }

    async fn request(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let key = format!(
            "Authorization: Bearer {}\r\n",
            self.config["apiKey"].as_str().unwrap_or("-")
        );
        request(&format!("{}{path}", self.url), method, &key, body).await
    }
}

/// A request by hand, so that the command's own client is not its own judge.
pub(crate) async fn request(url: &str, method: &str, headers: &str, body: &str) -> (u16, String) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let exchange = async {
        let mut socket = TcpStream::connect(host).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let answer = timeout(LIMIT, exchange).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    assert!(
        !head.to_ascii_lowercase().contains("transfer-encoding"),
        "{head}"
    );
    (status, body.to_owned())
}
