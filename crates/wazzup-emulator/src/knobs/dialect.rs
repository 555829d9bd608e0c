//! Shapes about which the sources of the API disagree.

use serde::{Deserialize, Serialize};

macro_rules! switch {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
    };
}

switch!(
    /// A body that is documented nowhere.
    EmptyOrJson {
        /// No body at all.
        #[default]
        Empty,
        /// A small JSON object.
        Json,
    }
);
switch!(
    /// What a successful `PATCH /v3/webhooks` answers.
    WebhooksAnswer {
        /// `{"ok":true}`.
        #[default]
        Json,
        /// `{ ok }`, which is what the help prints and is not JSON.
        Docs,
        /// Nothing.
        Empty,
    }
);
switch!(
    /// How `GET /v3/webhooks` writes its switches.
    SubscriptionsForm {
        /// Booleans, and the template switch under `wabaTemplatesStatus`.
        #[default]
        Live,
        /// Strings `"true"` and `"false"`, and the template switch under `templateStatus`.
        Docs,
    }
);
switch!(
    /// What `GET /v3/webhooks` answers before anything was saved.
    FreshWebhooks {
        /// `{"webhooksUri":null,"subscriptions":{…}}`.
        #[default]
        Null,
        /// `{"webhooksUri":"","subscriptions":{…}}`.
        Blank,
        /// `{}`.
        EmptyObject,
    }
);
switch!(
    /// The shape of `GET /v3/users`.
    UsersList {
        /// A bare array.
        #[default]
        Bare,
        /// `{"count":"1","data":[…]}`, paged by `offset`, the count being a string.
        Paged,
    }
);
switch!(
    /// How long ids and names of users may be.
    UserLimits {
        /// 64 and 150.
        #[default]
        Current,
        /// 200 and 200.
        Old,
    }
);
switch!(
    /// The code for a `crmMessageId` seen less than 60 seconds ago.
    RepeatedCode {
        /// `REPEATED_CRM_MESSAGE_ID`.
        #[default]
        Upper,
        /// `repeatedCrmMessageId`.
        Camel,
    }
);
switch!(
    /// The code for more than 100 entities.
    TooManyCode {
        /// `TOO_MANY_ENTITIES`.
        #[default]
        Current,
        /// `TOO_MACH_ENTITIES`, an old misprint.
        Misprint,
    }
);
switch!(
    /// The key that holds the code of an error body.
    ErrorKey {
        /// `error`.
        #[default]
        Error,
        /// `code`.
        Code,
    }
);
switch!(
    /// The code of a 403.
    ForbiddenCode {
        /// `FORBIDDEN`, as seen live.
        #[default]
        Forbidden,
        /// `TOO_MANY_ENTITIES`, as one help page has it.
        TooManyEntities,
    }
);
switch!(
    /// How `POST /v3/iframe` fails.
    IframeError {
        /// `{"error":{"code":"…"}}`.
        #[default]
        Nested,
        /// `{"error":"…"}` like everywhere else.
        Flat,
        /// A plain 500.
        Plain500,
    }
);
switch!(
    /// What a send through a channel that is off answers.
    BlockedChannels {
        /// 400 with a code of the channel.
        #[default]
        Reject,
        /// 201, and nothing is ever delivered: no echo, no status, nothing about its edits.
        Accept,
    }
);
switch!(
    /// Which of the two length tables of the help counts.
    TextLimits {
        /// The error table: Instagram 10 000, VK 4096, WABA 4096 (template 1024).
        #[default]
        ErrorTable,
        /// The body table: Instagram 1000, VK 1000, WABA 1024 (template 550).
        BodyTable,
        /// No text is too long.
        Off,
    }
);
switch!(
    /// What `count` means in `GET /v3/deals`.
    DealsCount {
        /// Deals in this response.
        #[default]
        Page,
        /// All deals.
        Total,
    }
);
switch!(
    /// Whether `uri` and `closed` of a deal must be there.
    DealFields {
        /// Both may be missing, and `link` may stand for `uri`.
        #[default]
        Lenient,
        /// Both are required.
        Strict,
    }
);
switch!(
    /// What uploading pipelines does to those that are there.
    PipelinesUpload {
        /// They stay, those with the same id change.
        #[default]
        Merge,
        /// They are replaced.
        Replace,
    }
);
switch!(
    /// The webhook item of an edited or deleted message.
    EditWebhook {
        /// Only `messageId`, the flag, the text or the file, and `oldInfo`, as in the samples known.
        #[default]
        Sparse,
        /// Every field of a message beside them.
        Full,
    }
);
switch!(
    /// What tech `PATCH /settings` does to keys that the request leaves out.
    SettingsPatch {
        /// They stay.
        #[default]
        Merge,
        /// They are lost.
        Replace,
    }
);

/// Which of the shapes that sources disagree about the emulator speaks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Dialect {
    /// Body of a 401: nothing, or `{"error":"UNAUTHORIZED"}`.
    pub unauthorized_body: EmptyOrJson,
    /// Body of a 429: nothing, or `{"error":"TOO_MANY_REQUESTS"}`.
    pub rate_limit_body: EmptyOrJson,
    /// Body of a 404 of contacts and deals: nothing, or `{"error":"NOT_FOUND"}`.
    pub not_found_body: EmptyOrJson,
    /// Body of a successful edit or deletion of a message: nothing, or `{"messageId":"…"}`.
    pub edit_answer: EmptyOrJson,
    /// Answer of `PATCH /v3/webhooks`.
    pub webhooks_answer: WebhooksAnswer,
    /// Switches in `GET /v3/webhooks`.
    pub subscriptions: SubscriptionsForm,
    /// `GET /v3/webhooks` before anything was saved.
    pub fresh_webhooks: FreshWebhooks,
    /// Shape of the list of users.
    pub users_list: UsersList,
    /// Length limits of users.
    pub user_limits: UserLimits,
    /// Code for a repeated `crmMessageId`.
    pub repeated_code: RepeatedCode,
    /// Code for too many entities.
    pub too_many_code: TooManyCode,
    /// Key of the code in error bodies.
    pub error_key: ErrorKey,
    /// Code of a 403.
    pub forbidden_code: ForbiddenCode,
    /// Shape of iframe errors.
    pub iframe_error: IframeError,
    /// Sends through blocked channels.
    pub blocked_channels: BlockedChannels,
    /// Length limits of texts.
    pub text_limits: TextLimits,
    /// Meaning of `count` of deals.
    pub deals_count: DealsCount,
    /// Required fields of deals.
    pub deal_fields: DealFields,
    /// Effect of uploading pipelines.
    pub pipelines_upload: PipelinesUpload,
    /// Webhook items of edits and deletions.
    pub edit_webhook: EditWebhook,
    /// Effect of tech `PATCH /settings` on keys left out.
    pub settings_patch: SettingsPatch,
    /// Templates as `{"data":[…]}` in place of the bare array.
    pub templates_wrapped: bool,
    /// `example` of a template component as Meta's object in place of an array of strings.
    pub template_example_object: bool,
    /// Template states in upper case.
    pub template_status_upper: bool,
    /// `authorId` as a JSON number when it consists of digits.
    pub author_id_number: bool,
    /// `messages` items without `channelId`, `dateTime`, `type` and `status`, as some samples are.
    pub sparse_messages: bool,
    /// `statuses` items without `timestamp`.
    pub statuses_without_timestamp: bool,
    /// `chatId` and `chatType` in `statuses` items.
    pub statuses_with_chat: bool,
    /// `amount` in place of `balance` in tech `GET /accounts/balance`.
    pub balance_as_amount: bool,
    /// `accountId` as a string in tech answers.
    pub account_id_string: bool,
    /// `GET /v3/channels` is empty until tech `GET /settings` was called for the account.
    pub lazy_channels: bool,
    /// An extra top-level key `domain` in deliveries, as amoCRM set-ups have it.
    pub extra_domain_key: bool,
}
