//! The codes of the Graph: what each says, with which HTTP status.

/// What a code means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// The HTTP status of an answer that says so.
    pub(super) status: u16,
    /// A title in our words.
    pub(super) title: &'static str,
    /// Whether the same may succeed in a moment.
    pub(super) transient: bool,
    /// Whether the call was held back for its rate, so that the knob decides on the status.
    pub(super) throttled: bool,
}

pub(super) const PERMISSION: i64 = 10;
pub(super) const PARAMETER: i64 = 100;
pub(super) const SECRET: i64 = 1;
pub(super) const APP_TOKEN: i64 = 15;
pub(super) const APPLICATION: i64 = 101;
pub(super) const TOKEN: i64 = 190;
pub(super) const CALLBACK: i64 = 2200;
pub(super) const UNKNOWN_PATH: i64 = 2500;
pub(super) const ACCOUNT_CALLS: i64 = 80_007;
pub(super) const THROUGHPUT: i64 = 130_429;
pub(super) const MISSING: i64 = 131_008;
pub(super) const VALUE: i64 = 131_009;
pub(super) const TO_ITSELF: i64 = 131_021;
pub(super) const UNDELIVERABLE: i64 = 131_026;
pub(super) const GROUP: i64 = 131_041;
pub(super) const WINDOW: i64 = 131_047;
pub(super) const STOPPED: i64 = 131_050;
pub(super) const KIND: i64 = 131_051;
pub(super) const MEDIA: i64 = 131_053;
pub(super) const PAIR: i64 = 131_056;
pub(super) const USER_ID: i64 = 131_062;
pub(super) const MARKETING_API: i64 = 131_063;
pub(super) const TEMPLATE_COUNT: i64 = 132_000;
pub(super) const TEMPLATE_UNKNOWN: i64 = 132_001;
pub(super) const TEMPLATE_LONG: i64 = 132_005;
pub(super) const TEMPLATE_FORMAT: i64 = 132_012;
pub(super) const TEMPLATE_PAUSED: i64 = 132_015;
pub(super) const TEMPLATE_DISABLED: i64 = 132_016;
pub(super) const IDENTITY: i64 = 137_000;
pub(super) const PERMISSION_REQUESTS: i64 = 138_009;

/// What the code means. A code that nobody has described is a 400.
pub(super) fn meaning(code: i64) -> Meaning {
    let (status, title) = match code {
        0 => (401, "The token cannot be authenticated"),
        SECRET => (400, "The client secret is wrong"),
        2 => (503, "The service is not available for a moment"),
        3 => (500, "The app may not call this method"),
        4 => (400, "The app has reached its limit of calls"),
        PERMISSION => (403, "The token has no permission for this"),
        APP_TOKEN => (400, "This call needs the token of an app"),
        17 => (400, "The user has reached the limit of calls"),
        33 | PARAMETER => (400, "Invalid parameter"),
        APPLICATION => (400, "There is no such app"),
        TOKEN => (401, "The access token is not valid"),
        200..=299 => (403, "The permission is missing"),
        368 => (403, "The account is blocked for a policy violation"),
        CALLBACK => (400, "The callback could not be verified"),
        UNKNOWN_PATH => (400, "Unknown path components"),
        ACCOUNT_CALLS => (400, "The account has reached its limit of calls"),
        THROUGHPUT => (400, "The number sends too many messages at once"),
        130_472 => (400, "The user is part of an experiment"),
        130_497 => (403, "The account may not write to users of that country"),
        131_000 => (500, "Something went wrong"),
        131_005 => (403, "Access denied"),
        MISSING => (400, "A required parameter is missing"),
        VALUE => (400, "A parameter has a value that is not valid"),
        131_016 => (503, "The service is not available"),
        TO_ITSELF => (400, "The recipient is the sender"),
        UNDELIVERABLE => (400, "The message cannot be delivered"),
        131_030 => (400, "The recipient is not in the list of allowed ones"),
        131_031 => (403, "The account is locked"),
        131_037 => (400, "The display name of the number is not approved"),
        GROUP => (400, "The group is not known"),
        131_042 | 131_044 => (400, "There is a problem with the payment method"),
        131_045 => (500, "The number is not registered properly"),
        WINDOW => (400, "More than 24 hours since the user wrote last"),
        131_048 => (400, "Too many messages of the number were reported"),
        131_049 => (400, "The user has got enough marketing messages"),
        STOPPED => (400, "The user does not want marketing messages"),
        KIND => (400, "The type of message is not supported"),
        131_052 => (400, "The media could not be fetched"),
        MEDIA => (400, "The media cannot be used"),
        131_055 => (400, "The method is not allowed"),
        PAIR => (400, "Too many messages to one user"),
        131_057 => (500, "The account is in maintenance"),
        USER_ID => (400, "A business-scoped user id cannot get this message"),
        MARKETING_API => (400, "Marketing templates go through the other call"),
        131_064 => (400, "The messaging limit is reached"),
        TEMPLATE_COUNT => (400, "The number of parameters is not that of the template"),
        TEMPLATE_UNKNOWN => (404, "There is no such template in that language"),
        TEMPLATE_LONG => (400, "The text is too long with its parameters"),
        132_007 => (400, "The template violates a policy"),
        132_008 => (400, "A parameter of the template is not valid"),
        TEMPLATE_FORMAT => (400, "A parameter is not of the format of the template"),
        TEMPLATE_PAUSED => (400, "The template is paused"),
        TEMPLATE_DISABLED => (400, "The template is disabled"),
        132_018 => (400, "The parameters of the template are not valid"),
        132_068 => (400, "The flow is blocked"),
        132_069 => (400, "The flow is throttled"),
        133_000 => (500, "The number was not deregistered to the end"),
        133_004 => (503, "The server is not available for a moment"),
        133_010 => (400, "The number is not registered"),
        133_016 => (400, "The number was registered too often"),
        135_000 => (400, "The message failed"),
        IDENTITY => (400, "The identity of the user has changed"),
        138_000 | 138_006 => (401, "The call is not permitted"),
        PERMISSION_REQUESTS => (400, "The user was asked for the permission lately"),
        139_100 => (400, "Some users could not be blocked or unblocked"),
        139_101 => (400, "The block list is full"),
        139_102 => (400, "The block list is being changed"),
        139_103 => (500, "The block list could not be changed"),
        _ => (400, "The request failed"),
    };
    Meaning {
        status,
        title,
        transient: matches!(code, 2 | 131_000 | 131_016 | 131_057 | 133_004),
        throttled: matches!(
            code,
            4 | 17 | ACCOUNT_CALLS | THROUGHPUT | 131_048 | PAIR | 131_064 | 133_016
        ),
    }
}
