//! The exit codes, which scripts rely on: they never change their meaning.

use std::process::ExitCode;

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All was done; `send`: the message was accepted.
    Done,
    /// Anything that has no code of its own.
    Failed,
    /// The command line makes no sense, or a secret is missing.
    Usage,
    /// The service, or the check before it, said no.
    Rejected,
    /// The answer was lost: it may have been done or not.
    Unknown,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Rejected => 3,
            Self::Unknown => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The part of `--help` about exit codes.
pub(crate) const HELP: &str = "\
Exit codes (stable):
  0  done; `send`: the message was accepted; `parse`: all input was JSON
  1  failed in another way than below; `parse`: some input was not JSON
  2  wrong usage, or a secret is missing
  3  rejected; `send`: certainly not sent; `contacts import`: some row was not stored
  4  unknown: the answer was lost, it may have been done or not

Environment:
  WAZZUP_API_KEY            the API key; or use --api-key-stdin
  WAZZUP_CRM_KEY            `listen`: the bearer that webhooks must carry
  WAZZUP_WEBHOOK_TOKEN      `listen`: the secret `token` in the query of the webhook address
  WAZZUP_PUBLIC_URL         base URL of the public API
  WAZZUP_TECH_URL           base URL of the partner API
  WHATSAPP_TOKEN            the access token of the Cloud API; or use --token-stdin
  WHATSAPP_APP_SECRET       `listen`: the secret that webhooks must be signed with
  WHATSAPP_VERIFY_TOKEN     `listen`: what Meta shows when it checks the webhook address
  WHATSAPP_PHONE_NUMBER_ID  the id of the business phone number, also --from
  WHATSAPP_WABA_ID          `listen`: the id of the account to register for, also --waba
  WHATSAPP_APP_ID           `listen`: the id of the app to register for, also --app
  WHATSAPP_URL              base URL of the Cloud API
  HTTPS_PROXY, NO_PROXY and their like are honoured, but for the emulator on this machine

Output with `-o json` is one JSON object per line.";

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Exit; 5] = [
        Exit::Done,
        Exit::Failed,
        Exit::Usage,
        Exit::Rejected,
        Exit::Unknown,
    ];

    #[test]
    fn help_and_readme_tell_every_code() {
        let readme = include_str!("../README.md");
        for exit in ALL {
            let code = exit.code();
            assert!(HELP.contains(&format!("\n  {code}  ")), "help: {code}");
            assert!(readme.contains(&format!("\n| {code} ")), "README: {code}");
        }
    }

    #[test]
    fn the_codes_are_what_scripts_rely_on() {
        assert_eq!(ALL.map(Exit::code), [0, 1, 2, 3, 4]);
    }
}
