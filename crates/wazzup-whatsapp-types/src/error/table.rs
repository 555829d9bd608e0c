//! Every documented code. This file is a table, and as long as the list of codes.

use std::time::Duration;

use super::{ErrorClass, ErrorCode, Repeat, Throttled};

/// What is known of a code.
pub(super) struct Entry {
    pub(super) code: i64,
    pub(super) class: ErrorClass,
    pub(super) repeat: Repeat,
    pub(super) pywa: Option<&'static str>,
    pub(super) cause: &'static str,
    pub(super) advice: &'static str,
    pub(super) transient: bool,
    pub(super) wait: Option<Duration>,
    pub(super) throttled: Option<Throttled>,
}

impl Entry {
    const fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    const fn hours(mut self, hours: u64) -> Self {
        self.wait = Some(Duration::from_secs(hours * 60 * 60));
        self
    }

    const fn minutes(mut self, minutes: u64) -> Self {
        self.wait = Some(Duration::from_secs(minutes * 60));
        self
    }

    const fn of(mut self, throttled: Throttled) -> Self {
        self.throttled = Some(throttled);
        self
    }
}

/// Completes the words of the table, so that most of it needs no path.
macro_rules! codes {
    ($($name:ident = $code:literal $(($pywa:literal))?: $class:ident, $repeat:ident $(, $more:ident($($arg:expr)?))*;
        $cause:literal $advice:literal)+) => {
        impl ErrorCode {
            $(
                #[doc = concat!("`", $code, "`: ", $cause, " ", $advice)]
                pub const $name: Self = Self($code);
            )+

            /// Every code this version names. The one for permissions, 200, stands for all up to 299.
            pub const LISTED: &'static [Self] = &[$(Self::$name,)+];
        }

        pub(super) static ENTRIES: &[Entry] = &[$(Entry {
            code: $code,
            class: ErrorClass::$class,
            repeat: Repeat::$repeat,
            pywa: named!($($pywa)?),
            cause: $cause,
            advice: $advice,
            transient: false,
            wait: None,
            throttled: None,
        }$(.$more($($arg)?))*,)+];
    };
}

macro_rules! named {
    () => {
        None
    };
    ($name:literal) => {
        Some($name)
    };
}

use Throttled::{App, Flow, Group, Pair, PhoneNumber, Portfolio, User, Waba};

codes! {
    // Authorization.
    AUTH_EXCEPTION = 0 ("AuthException"): Authorization, AfterAction;
        "The token cannot be authenticated: it is revoked, expired or no token."
        "Get a new access token."
    API_METHOD = 3 ("APIMethod"): Authorization, AfterAction;
        "The app lacks the capability or the permission for this method."
        "Have the app given the capability, or use another app's token."
    PERMISSION_DENIED = 10 ("PermissionDenied"): Authorization, AfterAction;
        "A permission is missing or was not granted."
        "Have the token made with `whatsapp_business_messaging` and `whatsapp_business_management`, and the account assigned to its user."
    ACCESS_TOKEN_EXPIRED = 190 ("ExpiredAccessToken"): Authorization, AfterAction;
        "The access token has expired."
        "Get a new access token; one of a system user need not expire."
    API_PERMISSION = 200 ("APIPermission"): Authorization, AfterAction;
        "A permission is missing: every code from 200 to 299 says so."
        "Have the token made with the permission that the message names."
    MISSING_APP_SECRET_PROOF = 104: Authorization, AfterChange;
        "The app wants each call to come with a proof that its secret is known."
        "Add the proof to the calls, or switch the demand off in the settings of the app."

    // Throttling.
    TOO_MANY_API_CALLS = 4 ("ToManyAPICalls"): Throttling, Later, transient(), of(App);
        "The app has reached its limit of calls."
        "Make fewer calls, and wait until the usage that the answers tell has gone down."
    USER_CALL_LIMIT = 17: Throttling, Later, transient(), of(User);
        "The user of the token has reached the limit of calls."
        "Make fewer calls with this token, and wait."
    RATE_LIMIT_ISSUES = 80007 ("RateLimitIssues"): Throttling, Later, transient(), of(Waba);
        "The WhatsApp Business account has reached its limit of calls: 200 an hour, or 5000 with a registered number."
        "Wait as long as the usage that the answers tell says, and make fewer calls about the account."
    RATE_LIMIT_HIT = 130429 ("RateLimitHit"): Throttling, Later, transient(), of(PhoneNumber);
        "The phone number has reached its throughput, 80 messages a second unless it was raised."
        "Wait a moment and send more slowly from this number."
    SPAM_RATE_LIMIT_HIT = 131048 ("SpamRateLimitHit"): Throttling, AfterAction, of(PhoneNumber);
        "The phone number is limited because too many users have blocked or reported it."
        "Look at the quality of the number, and write only to those who want it."
    TOO_MANY_MESSAGES = 131056 ("TooManyMessages"): Throttling, Later, transient(), of(Pair);
        "Too many messages went from this number to this user within a short time: one in 6 seconds is the rule."
        "Wait 4 to the power of the number of attempts in seconds and send again to this user; others are not concerned."
    REGISTRATION_LIMIT = 133016 ("RegistrationOrDeregistrationFailed"): Throttling, Later, hours(72), of(PhoneNumber);
        "The number was registered and deregistered more than 10 times within 72 hours."
        "Wait 72 hours."
    MESSAGING_LIMIT_REACHED = 131064 ("MessageFailedToReachMessagingLimit"): Throttling, Later, of(Portfolio);
        "The portfolio has opened as many conversations within 24 hours as its messaging limit allows."
        "Write to users who have written within 24 hours, wait for the window to move on, or have the limit raised."

    // Integrity.
    TEMPORARILY_BLOCKED = 368 ("TemporarilyBlocked"): Integrity, Never;
        "The account is restricted because it violated a policy."
        "Read in the Business Manager what was violated, and appeal there."
    ACCOUNT_LOCKED = 131031 ("AccountLocked"): Integrity, Never;
        "The account is locked, or what was sent does not fit it, such as a wrong PIN."
        "Check the values of the call, and the state of the account in the Business Manager."
    COUNTRY_RESTRICTED = 130497 ("AccountRestrictedFromCountry"): Integrity, Never;
        "The account may not write to users of this country."
        "Reach the user in another way."

    // Sending.
    USER_IN_EXPERIMENT = 130472 ("UserIsInExperimentGroup"): Sending, Never;
        "The user takes part in an experiment of Meta's and gets no marketing messages."
        "Reach the user in another way, or wait until they write."
    UNKNOWN_ERROR = 131000 ("UnknownError"): Sending, Later, transient();
        "The service failed for a reason it does not know."
        "Send again, with growing pauses."
    ACCESS_DENIED = 131005 ("AccessDenied"): Sending, AfterAction;
        "The permission for this is missing or was taken back."
        "Have the token made with the permission, and the account assigned to its user."
    MISSING_REQUIRED_PARAMETER = 131008 ("MissingRequiredParameter"): Sending, AfterChange;
        "A parameter that is needed is missing."
        "Add the parameter that the details name."
    INVALID_PARAMETER = 131009 ("InvalidParameter"): Sending, AfterChange;
        "A parameter is wrong, or a reaction is to a message that takes none."
        "Correct the parameter that the details name."
    SERVICE_UNAVAILABLE = 131016 ("ServiceUnavailable"): Sending, Later, transient();
        "A part of the service is not available at the moment."
        "Send again, with growing pauses."
    RECIPIENT_IS_SENDER = 131021 ("RecipientCannotBeSender"): Sending, Never;
        "The message goes to the number that it comes from."
        "Send it to another number."
    MESSAGE_UNDELIVERABLE = 131026 ("MessageUndeliverable"): Sending, Never;
        "The user is not on WhatsApp, has an old version of it, or has not accepted its terms."
        "Reach the user in another way, and ask them to update WhatsApp."
    RECIPIENT_NOT_ALLOWED = 131030 ("RecipientNotInAllowedList"): Sending, AfterAction;
        "The number is a test number, and the recipient is not in its list."
        "Add the recipient to the list in the app's dashboard, or send from a real number."
    DISPLAY_NAME_NOT_APPROVED = 131037 ("PhoneNumberDisplayNameNotApproved"): Sending, AfterAction;
        "The display name of the phone number is not approved."
        "Have the display name approved, or request another one."
    PAYMENT_ISSUE = 131042 ("BusinessPaymentIssue"): Sending, AfterAction;
        "There is something wrong with the payment method of the account."
        "Put the payment method in order in the Business Manager."
    CALLING_PAYMENT_ISSUE = 131044 ("BusinessPaymentIssue"): Sending, AfterAction;
        "There is something wrong with the payment method of the account, so that it cannot call."
        "Put the payment method in order in the Business Manager."
    INCORRECT_CERTIFICATE = 131045 ("IncorrectCertificate"): Sending, AfterAction;
        "The phone number is not registered as it should be."
        "Register the phone number again."
    RE_ENGAGEMENT = 131047 ("ReEngagementMessage"): Sending, AfterChange;
        "More than 24 hours have passed since the user wrote."
        "Send a template."
    MARKETING_LIMIT_OF_USER = 131049 ("MessageUndeliverableDueToHealthyEcosystemEngagement"): Sending, Later, hours(24);
        "The user gets no more marketing messages for now, so that people are not flooded with them."
        "Wait at least 24 hours, and longer each time it happens again."
    USER_STOPPED_MARKETING = 131050 ("UserStoppedMarketingMessages"): Sending, Never;
        "The user has stopped marketing messages of this business."
        "Send no marketing messages until the user allows them again."
    UNSUPPORTED_MESSAGE_TYPE = 131051 ("UnsupportedMessageType"): Sending, Never;
        "The type of the message is not supported."
        "Send a message of another type."
    MEDIA_DOWNLOAD_ERROR = 131052 ("MediaDownloadError"): Sending, AfterAction;
        "Media that the user sent could not be fetched."
        "Ask the user to send them again, smaller or in another format."
    MEDIA_UPLOAD_ERROR = 131053 ("MediaUploadError"): Sending, AfterChange;
        "The media are of no use: wrong type, size or codec, or not to be fetched."
        "Send media of a documented type and size, best uploaded before."
    IN_MAINTENANCE = 131057 ("AccountInMaintenanceMode"): Sending, Later, transient();
        "The number is in maintenance, for instance while its throughput is raised."
        "Wait some minutes and send again."
    BSUID_NOT_SUPPORTED = 131062 ("BSUIDRecipientNotSupported"): Sending, AfterChange;
        "This message cannot go to the id of a user, as authentication templates cannot."
        "Send it to the phone number of the user."
    MARKETING_DISABLED = 131063 ("MarketingTemplatesDisabledForCloudAPI"): Sending, AfterChange;
        "Marketing templates are switched off for this way of sending."
        "Send the template by the marketing messages API."
    TEMPLATE_PARAMETER_COUNT = 132000 ("TemplateParamCountMismatch"): Sending, AfterChange;
        "The number of parameters is not that of the template."
        "Give as many parameters as the template has variables."
    TEMPLATE_NOT_FOUND = 132001 ("TemplateNotExists"): Sending, AfterChange;
        "There is no approved template of this name in this language."
        "Check the name and the language, and that the template is approved."
    TEMPLATE_TOO_LONG = 132005 ("TemplateTextTooLong"): Sending, AfterChange;
        "The text of the template is too long once the parameters are put in."
        "Shorten the parameters."
    TEMPLATE_POLICY_VIOLATION = 132007 ("TemplateContentPolicyViolation"): Sending, AfterChange;
        "The content of the template violates a policy."
        "Read why it was rejected, and word the template differently."
    TEMPLATE_PARAMETER_VALUE = 132008 ("TemplateParamValueInvalid"): Sending, AfterChange;
        "The value of a parameter of the template is wrong."
        "Correct the parameter that the details name."
    TEMPLATE_PARAMETER_FORMAT = 132012 ("TemplateParamFormatMismatch"): Sending, AfterChange;
        "A parameter is of another kind than the template has there."
        "Give each variable a parameter of its kind, and its name where the template has named ones."
    TEMPLATE_PAUSED = 132015 ("TemplatePaused"): Sending, AfterAction;
        "The template is paused because of its low quality."
        "Improve the template and have it approved again, or wait until the pause is over."
    TEMPLATE_DISABLED = 132016 ("TemplateDisabled"): Sending, Never;
        "The template was paused too often and is switched off for good."
        "Make a new template with other content."
    TEMPLATE_PARAMETERS_INVALID = 132018: Sending, AfterChange;
        "There is something wrong with the parameters of the template."
        "Correct what the details name."
    FLOW_BLOCKED = 132068 ("FlowBlocked"): Sending, AfterAction;
        "The flow is blocked."
        "Correct the flow."
    FLOW_THROTTLED = 132069 ("FlowThrottled"): Sending, Later, hours(1), of(Flow);
        "The flow is throttled, and 10 messages with it were sent within the hour."
        "Put the endpoint of the flow in order; until then send 10 of them an hour."
    GENERIC_ERROR = 135000 ("GenericError"): Sending, Later, transient();
        "The service failed for a reason it does not know, or the parameters are wrong."
        "Send again, with growing pauses, and check the parameters if it stays."
    IDENTITY_MISMATCH = 137000 ("RecipientIdentityKeyMismatch"): Sending, AfterChange;
        "The user has another identity than the message is for."
        "Make sure who the user is, and send with the hash of the new identity."
    METHOD_NOT_ALLOWED = 131055: Sending, Never;
        "The method is not allowed for this number, as some are not with SIP."
        "Use the way that the number is set up for."

    // Delivery of webhooks.
    WEBHOOK_NOT_DELIVERED = 131035: Webhook, AfterAction;
        "A webhook could not be delivered as long as it was kept."
        "Have the webhook endpoint answer 200."
    RETRY_RECEIPT_NOT_HONOURED = 131036: Webhook, Never;
        "The request of a user's phone to send a message again could not be met, since the number stores nothing."
        "Send the message anew if it still matters."
    CALLBACK_VERIFICATION_FAILED = 2200: Webhook, AfterAction;
        "The callback did not answer the challenge."
        "Have the server run and answer the challenge before the callback is set, with the same verify token."

    // Flows.
    FLOW_BLOCKED_BY_INTEGRITY = 139000 ("FlowBlockedByIntegrity"): Flow, AfterAction;
        "The account may not work with flows because of its integrity."
        "Look at the state of the account in the Business Manager."
    FLOW_UPDATE_FAILED = 139001 ("FlowUpdatingError"): Flow, AfterChange;
        "The flow cannot be changed in the state it is in."
        "Change a draft; of a published flow make a copy."
    FLOW_PUBLISH_FAILED = 139002 ("FlowPublishingError"): Flow, AfterChange;
        "The flow cannot be published: something is missing or wrong."
        "Correct what the details name: errors of its JSON, the endpoint, the public key."
    FLOW_DEPRECATE_FAILED = 139003 ("FlowDeprecatingError"): Flow, AfterChange;
        "The flow cannot be deprecated in the state it is in."
        "Deprecate published flows only."
    FLOW_DELETE_FAILED = 139004 ("FlowDeletingError"): Flow, AfterChange;
        "The flow cannot be deleted in the state it is in."
        "Delete drafts only, and deprecate published flows."

    // Blocking.
    BULK_BLOCKING_FAILED = 139100 ("BulkBlockingFailed"): Blocking, AfterChange;
        "Some of the users could not be blocked or unblocked."
        "Look at the list of users in the answer, each with a reason."
    BLOCK_LIST_FULL = 139101 ("BlockListLimitReached"): Blocking, AfterAction;
        "The number has blocked 64 000 users already."
        "Unblock users."
    BLOCK_LIST_CONCURRENT_UPDATE = 139102 ("BlockListConcurrentUpdate"): Blocking, Later, transient();
        "The list of blocked users is being changed by another call."
        "Make the call again, with growing pauses."
    BLOCK_USER_INTERNAL_ERROR = 139103 ("BlockUserInternalError"): Blocking, Later, transient();
        "The service failed while it changed the list of blocked users."
        "Make the call again, with growing pauses."

    // Calling.
    CALLING_NOT_ENABLED = 138000 ("CallingNotEnabled"): Calling, AfterAction;
        "Calling is not switched on for the number."
        "Switch calling on in the settings of the number."
    RECEIVER_UNCALLABLE = 138001 ("ReceiverUncallable"): Calling, Never;
        "The user cannot be called: not on WhatsApp, an old version of it, or terms not accepted."
        "Reach the user in another way."
    CONCURRENT_CALLS_LIMIT = 138002 ("ConcurrentCallsLimit"): Calling, Later, of(PhoneNumber);
        "The number has 1000 calls at the same time."
        "Wait until calls have ended."
    DUPLICATE_CALL = 138003 ("DuplicateCall"): Calling, Later, of(Pair);
        "There is a call with this user already."
        "Wait until that call has ended."
    CALL_CONNECTION_ERROR = 138004 ("CallConnectionError"): Calling, Later;
        "The call could not be connected."
        "Call again, or check the session description if it stays."
    CALL_RATE_LIMIT = 138005 ("CallRateLimitExceeded"): Calling, Later, of(PhoneNumber);
        "Too many calls were made within a short time."
        "Wait, and call more slowly."
    CALL_PERMISSION_NOT_FOUND = 138006 ("CallPermissionNotFound"): Calling, AfterAction;
        "The user has not given the permission to be called."
        "Ask for the permission by a message, and call once it is given."
    CALL_CONNECTION_TIMEOUT = 138007 ("CallConnectionTimeout"): Calling, Later;
        "The call was not connected in time."
        "Call again a little later."
    CALL_PERMISSION_REQUEST_LIMIT = 138009 ("CallPermissionRequestLimitHit"): Calling, Later, hours(24), of(Pair);
        "The user was asked for the permission to be called as often as is allowed: once within 24 hours, twice within 7 days."
        "Wait at least 24 hours before asking again."
    BUSINESS_CALLS_LIMIT = 138012 ("BusinessInitiatedCallsLimitHit"): Calling, Later, hours(24), of(Pair);
        "The user was called as often as is allowed within 24 hours."
        "Wait until the time that the details name."
    CALL_PERMISSION_FETCH_LIMIT = 613 ("FetchCallPermissionLimitHit"): Calling, Later;
        "The permission to call was asked for too often."
        "Wait, and remember the permissions that webhooks tell."
    BUSINESS_CALLS_UNAVAILABLE = 138013 ("FetchCallPermissionLimitHit"): Calling, Later;
        "The permission to call was asked for too often, or, as newer pages have it, the business cannot call users here."
        "Wait, and look at the details: where businesses cannot call, waiting does not help."
    CALLING_DISABLED_FOR_QUALITY = 138014: Calling, AfterAction;
        "Calling was switched off because users rated the calls of the number badly."
        "Look at the quality of the number, and call only those who want it."
    CALLING_LIMIT_TOO_LOW = 138015: Calling, AfterAction;
        "Calling needs a messaging limit of at least 2 000 users."
        "Have the messaging limit raised."
    PERMANENT_CALL_PERMISSION = 138017: Calling, Done;
        "The user has given a permanent permission to be called."
        "Call without asking for it."
    CALLING_CANNOT_BE_ENABLED = 138018 ("CallingCannotBeEnabled"): Calling, AfterAction;
        "Calling cannot be switched on for the number."
        "Correct what the details name."
    CALL_SETUP_FAILED = 138019: Calling, Later;
        "The call could not be set up."
        "Call again, or check the session description if it stays."
    CALL_RELAY_FAILED = 138020: Calling, Later;
        "The relay between the two sides failed."
        "Call again, and check that the addresses of the relay can be reached."
    CALL_NO_MEDIA_RECEIVED = 138021: Calling, AfterAction;
        "The service got no sound from the business."
        "Check that the media of the call reach the service: firewall, codec, encryption."
    CALL_NO_MEDIA_SENT = 138022: Calling, AfterAction;
        "No sound reached the business."
        "Check that the media of the call come through: firewall, codec, encryption."
    CALL_ACCEPTED_WITHOUT_MEDIA = 138023: Calling, AfterAction;
        "The call was accepted, but its media never began."
        "Accept a call only once its media can flow."

    // Groups.
    BAD_GROUP = 131020 ("BadGroup"): Group, Never;
        "There is something wrong with the group: it may be gone."
        "Read the list of groups again."
    GROUP_UNKNOWN = 131041 ("GroupUnknown"): Group, AfterChange;
        "There is no such group."
        "Check the id of the group."
    GROUP_INVALID_CURSOR = 131059 ("GroupInvalidCursor"): Group, AfterChange;
        "The cursor of the page is wrong."
        "Begin at the first page."
    GROUP_PARTIAL_SUCCESS = 131201 ("GroupRequestPartiallySucceeded"): Group, AfterChange;
        "A part of what was asked for the group was done, another part not."
        "Look at what the answer names, and repeat only what was not done."
    GROUP_DUPLICATE_PARTICIPANT = 131202 ("GroupDuplicateParticipant"): Group, AfterChange;
        "A participant is named twice."
        "Name each participant once."
    GROUP_PARTICIPANT_LIMIT = 131204 ("GroupParticipantOverlimit"): Group, AfterAction;
        "The group has as many participants as it may have."
        "Remove participants."
    GROUP_SUSPENDED = 131207 ("GroupSuspended"): Group, Never;
        "The group is suspended."
        "Make a new group."
    GROUP_RATE_LIMIT_HIT = 131208 ("GroupRateLimitHit"): Group, Later, of(Group);
        "Too many messages or calls were made to the group within a short time."
        "Wait, and send more slowly to this group."
    GROUP_PICTURE_ASPECT_RATIO = 131209 ("GroupInvalidProfilePictureAspectRatio"): Group, AfterChange;
        "The picture of the group is not square."
        "Give a square picture."
    GROUP_PICTURE_TOO_SMALL = 131210 ("GroupImageTooSmall"): Group, AfterChange;
        "The picture of the group is too small."
        "Give a larger picture."
    GROUP_CREATION_LIMIT = 131211 ("GroupCreationLimitReached"): Group, AfterAction;
        "The number has as many groups as it may have."
        "Delete groups."
    GROUP_PARTICIPANT_NOT_IN_GROUP = 131212 ("GroupParticipantNotInGroup"): Group, AfterChange;
        "The participant is not in the group."
        "Read the participants of the group again."
    GROUP_JOIN_REQUEST_NOT_FOUND = 131213 ("GroupJoinRequestDoesNotExist"): Group, AfterChange;
        "There is no such request to join the group."
        "Read the requests to join again."
    GROUP_CREATION_DISABLED = 131214 ("GroupCreationTemporarilyDisabled"): Group, Later;
        "Groups cannot be made at the moment."
        "Wait, and try again later."
    GROUP_NOT_ELIGIBLE = 131215 ("GroupAPINotEligible"): Group, AfterAction;
        "The number may not use groups."
        "Read what a number needs for groups, and have it given that."

    // Making templates. Mostly subcodes of 100.
    TEMPLATE_CHARACTER_LIMIT = 2388040 ("TemplateCharacterLimitExceeded"): TemplateCreation, AfterChange;
        "A text of the template is too long."
        "Shorten the text that the message names."
    TEMPLATE_HEADER_FORMAT = 2388047 ("TemplateHeaderFormatIncorrect"): TemplateCreation, AfterChange;
        "The header of the template has a wrong form."
        "Correct the header: no new lines, no markdown, no emoji, at most one variable."
    TEMPLATE_BODY_FORMAT = 2388072 ("TemplateBodyFormatIncorrect"): TemplateCreation, AfterChange;
        "The body of the template has a wrong form."
        "Correct the body and its variables."
    TEMPLATE_FOOTER_FORMAT = 2388073 ("TemplateFooterFormatIncorrect"): TemplateCreation, AfterChange;
        "The footer of the template has a wrong form."
        "Correct the footer: no variables, no new lines, no markdown."
    TEMPLATE_WORDS_RATIO = 2388293 ("TemplateParametersWordsRatioExceedsLimit"): TemplateCreation, AfterChange;
        "The template has too many variables for its few words."
        "Add words or leave variables out."
    TEMPLATE_EDGE_PARAMETERS = 2388299 ("TemplateLeadingOrTrailingParametersNotAllowed"): TemplateCreation, AfterChange;
        "The text of the template begins or ends with a variable."
        "Put words before and after the variables."
    TEMPLATE_LIMIT = 2388019 ("TemplateLimitExceeded"): TemplateCreation, AfterAction;
        "The account has as many templates as it may have."
        "Delete templates, or have the business verified for more."
    TEMPLATE_EXISTS = 2388024: TemplateCreation, AfterChange;
        "There is a template of this name in this language."
        "Take another name, or change the template that is there."

    // Names of users.
    USERNAME_NOT_AVAILABLE = 147001 ("UsernameNotAvailable"): Username, AfterChange;
        "The name belongs to somebody else."
        "Take another name."
    USERNAME_NOT_ELIGIBLE = 147002 ("AccountNotEligibleToRequestUsername"): Username, AfterAction;
        "The account may not request a name."
        "Read what an account needs for a name, and have it given that."
    USERNAME_FACEBOOK_NOT_LINKED = 147003 ("FBAccountNotLinked"): Username, AfterAction;
        "The name belongs to a Facebook page that is not linked."
        "Link the page to the portfolio."
    USERNAME_INSTAGRAM_NOT_LINKED = 147004 ("IGAccountNotLinked"): Username, AfterAction;
        "The name belongs to an Instagram account that is not linked."
        "Link the account to the portfolio."
    USERNAME_TRANSFER_REQUIRED = 147005 ("UsernameTransferRequired"): Username, AfterChange;
        "The name belongs to another number of yours."
        "Ask for the name with a forced transfer."

    // Phone numbers that move or are added.
    PHONE_NUMBER_EXISTS = 2388012 ("PhoneNumberAlreadyExists"): Migration, Done;
        "The account has the phone number already."
        "Use the number as it is, or remove it first."
    REGISTRATION_CODE_NOT_ALLOWED = 2388091 ("PhoneNumberNotEligibleForRegistrationCode"): Migration, AfterAction;
        "No code can be requested for the phone number."
        "Look at the state of the number in the Business Manager, and wait if codes were requested often."
    REGISTRATION_CODE_NOT_POSSIBLE = 2388093 ("PhoneNumberNotEligibleForRegistrationCode"): Migration, AfterAction;
        "No code can be requested for the phone number at the moment."
        "Look at the state of the number in the Business Manager, and wait if codes were requested often."
    CANNOT_MIGRATE_PHONE_NUMBER = 2388103 ("CannotMigratePhoneNumber"): Migration, AfterAction;
        "The phone number cannot be moved to this account."
        "Check that both accounts are approved and that two-step verification is off."
    MIGRATION_IN_MAINTENANCE = 2494100 ("PhoneNumberAccountInMaintenanceMode"): Migration, Later;
        "The account of the phone number is in maintenance."
        "Wait some minutes and try again."

    // Sign-ups.
    SIGNUP_NOT_FOUND = 2494164 ("SignupNotFoundError"): Signup, AfterChange;
        "There is no such sign-up."
        "Check the id of the sign-up."
    SIGNUP_API_UNAVAILABLE = 2494165 ("SignupAPIUnavailable"): Signup, AfterAction;
        "Sign-ups are not available to the account."
        "Have sign-ups opened for the account."
    SIGNUP_UNKNOWN_PLACEHOLDER = 2494166 ("SignupUnknownPlaceholderError"): Signup, AfterChange;
        "A text of the sign-up has a placeholder that is not known."
        "Use documented placeholders only."
    SIGNUP_MISSING_PLACEHOLDER_VALUE = 2494167 ("SignupMissingPlaceholderValueError"): Signup, AfterChange;
        "A placeholder of the sign-up has no value."
        "Give each placeholder a value."
    SIGNUP_TERMS_NOT_ACCEPTED = 2494168 ("SignupTOSNotAccepted"): Signup, AfterChange;
        "The terms of sign-ups are not accepted."
        "Accept the terms in the policy of the sign-up."
    SIGNUP_TERMS_ALREADY_ACCEPTED = 2494176 ("SignupTOSAlreadyAccepted"): Signup, Done;
        "The terms of sign-ups were accepted before."
        "Leave the policy out."
    SIGNUP_TERMS_URL_NOT_ALLOWED = 2494177 ("SignupTOSURLNotAllowed"): Signup, AfterChange;
        "The address of the terms is not allowed."
        "Give another address."
    SIGNUP_WEBSITE_SCHEME_NOT_ALLOWED = 2494179 ("SignupWebsiteURLSchemeNotAllowed"): Signup, AfterChange;
        "The address of the website has a scheme that is not allowed."
        "Give an `https` address."

    // Any call.
    API_UNKNOWN = 1: Server, Later, transient();
        "The service failed for a reason it does not know."
        "Make the call again, with growing pauses, and check the parameters if it stays."
    API_SERVICE = 2: Server, Later, transient();
        "The service is not available at the moment."
        "Make the call again, with growing pauses."
    OBJECT_GONE = 33: Request, AfterChange;
        "What the id names is deleted, unknown, or not to be seen with this token."
        "Check the id, and that the token has access to it."
    REQUEST_INVALID = 100: Request, AfterChange;
        "A parameter is wrong or not known."
        "Correct the parameter that the message or the details name."
    OBJECT_NOT_FOUND = 803: Request, AfterChange;
        "There is no such object."
        "Check the id in the path."

    // Registration.
    INCOMPLETE_DEREGISTRATION = 133000: Registration, AfterAction;
        "The number was not fully deregistered before."
        "Deregister the number again, then register it."
    REGISTRATION_UNAVAILABLE = 133004: Registration, Later, transient();
        "Registration is not available at the moment."
        "Make the call again, with growing pauses."
    PIN_MISMATCH = 133005: Registration, AfterChange;
        "The PIN of two-step verification is wrong."
        "Give the right PIN, or set a new one."
    NUMBER_NOT_VERIFIED = 133006: Registration, AfterAction;
        "The phone number has to be verified before it is registered."
        "Request a code and verify the number."
    TOO_MANY_PIN_GUESSES = 133008: Registration, Later;
        "The PIN was wrong too often."
        "Wait as long as the details name."
    PIN_GUESSED_TOO_FAST = 133009: Registration, Later;
        "The PIN was tried too fast."
        "Wait as long as the details name."
    NUMBER_NOT_REGISTERED = 133010: Registration, AfterAction;
        "The phone number is not registered."
        "Register the number."
    NUMBER_RECENTLY_DELETED = 133015: Registration, Later, minutes(5);
        "The phone number was deleted a moment ago."
        "Wait 5 minutes and register it again."

    // Payments, marketing messages, figures.
    PAYMENTS_TERMS = 134011: Payment, AfterAction;
        "The account may not use payments, mostly because their terms are not accepted."
        "Accept the terms of payments in the Business Manager."
    MARKETING_ONLY = 134100: Marketing, AfterChange;
        "The marketing messages API did not take the message."
        "Send a marketing template there, and everything else by the messages call."
    MARKETING_TEMPLATE_NOT_READY = 134101: Marketing, Later, minutes(10);
        "The marketing messages API does not know the template yet."
        "Wait some minutes and send it again."
    MARKETING_TEMPLATE_UNAVAILABLE = 134102: Marketing, AfterAction;
        "The marketing messages API cannot use the template."
        "Look at the details, and at the state of the template."
    MARKETING_REQUEST_REFUSED = 1752041: Marketing, AfterAction;
        "A request about marketing messages was refused, for instance because it was made before."
        "Look at the details, and at whether the account takes part already."
    INSIGHTS_UNAVAILABLE = 200005: Marketing, AfterAction;
        "The figures of templates are not available to the account."
        "Look at the details for what the account needs."
    INSIGHTS_CANNOT_BE_DISABLED = 200006: Marketing, Never;
        "The figures of templates cannot be switched off."
        "Leave them on."
    INSIGHTS_NOT_ENABLED = 200007: Marketing, AfterAction;
        "The figures of templates are not switched on."
        "Switch them on in the Business Manager, then ask again."

    // Accounts, and what is shared with the WhatsApp Business app.
    MANAGEMENT_REFUSED = 2388001: Management, AfterAction;
        "The change to the account or the number was refused."
        "Look at the details, and at the state of the account in the Business Manager."
    SYNC_NOT_POSSIBLE = 2593079: Management, AfterAction;
        "The number cannot be shared with the WhatsApp Business app, or not any more."
        "Look at the details, and at how the number is connected."
    SYNC_NOT_ALLOWED = 2593085: Management, AfterAction;
        "This cannot be done with a number that is shared with the WhatsApp Business app, or is not."
        "Look at the details, and at how the number is connected."
    SYNC_LIMIT = 2593107: Management, Never;
        "The contacts or messages of the WhatsApp Business app were asked for as often as is allowed."
        "Disconnect the number and connect it again for another one."
    SYNC_TOO_LATE = 2593108: Management, Never;
        "The contacts or messages of the WhatsApp Business app were asked for too late after the number was connected."
        "Disconnect the number and connect it again."
}
