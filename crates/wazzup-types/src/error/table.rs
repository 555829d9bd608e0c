//! Every documented code, with what is known of it.

use super::{ErrorCategory, ErrorCode, Repeat};

/// What is known of a code.
pub(super) struct Entry {
    pub(super) code: &'static str,
    pub(super) category: ErrorCategory,
    pub(super) repeat: Repeat,
    pub(super) advice: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal: $category:ident, $repeat:ident, $advice:literal;)+) => {
        impl ErrorCode {
            $(
                #[doc = concat!("`", $code, "`: ", $advice)]
                pub const $name: Self = Self(std::borrow::Cow::Borrowed($code));
            )+

            /// Every code this version names.
            pub const LISTED: &'static [Self] = &[$(Self::$name,)+];
        }

        pub(super) static ENTRIES: &[Entry] = &[$(Entry {
            code: $code,
            category: ErrorCategory::$category,
            repeat: Repeat::$repeat,
            advice: $advice,
        },)+];
    };
}

codes! {
    // Sending, editing and deleting messages.
    INVALID_MESSAGE_DATA = "INVALID_MESSAGE_DATA": Validation, AfterChange,
        "Correct the fields that `data.fields` names.";
    VALIDATION_ERROR = "VALIDATION_ERROR": Validation, AfterChange,
        "Correct the parameter that the description names.";
    MESSAGE_ONLY_TEXT_OR_CONTENT = "MESSAGE_ONLY_TEXT_OR_CONTENT": Validation, AfterChange,
        "Send text and file as two messages.";
    MESSAGES_ONLY_TEXT_OR_CONTENT = "MESSAGES_ONLY_TEXT_OR_CONTENT": Validation, AfterChange,
        "Edit either the text or the file, not both in one call.";
    MESSAGE_NOTHING_TO_SEND = "MESSAGE_NOTHING_TO_SEND": Validation, AfterChange,
        "Give the message a text, a file, a template or buttons.";
    MESSAGES_TEXT_CAN_NOT_BE_BLANK = "MESSAGES_TEXT_CAN_NOT_BE_BLANK": Validation, AfterChange,
        "Give the message a text that is more than white space.";
    MESSAGES_CONTENT_CAN_NOT_BE_BLANK = "MESSAGES_CONTENT_CAN_NOT_BE_BLANK": Validation, AfterChange,
        "Give the address of a file that is not empty.";
    WRONG_TRANSPORT = "WRONG_TRANSPORT": Transport, AfterChange,
        "Use a channel whose transport carries this chat type, or the chat type of this channel.";
    MESSAGES_ABNORMAL_SEND = "MESSAGES_ABNORMAL_SEND": Transport, AfterChange,
        "Use the chat type that belongs to the source of the contact.";
    MESSAGES_INVALID_CONTACT_TYPE = "MESSAGES_INVALID_CONTACT_TYPE": Transport, AfterChange,
        "Use an Instagram chat id as a webhook gave it, on an Instagram channel.";
    CHANNEL_INVALID_TRANSPORT_FOR_EDITING = "CHANNEL_INVALID_TRANSPORT_FOR_EDITING": Transport, Never,
        "This messenger cannot edit messages: send a new one.";
    CHANNEL_INVALID_TRANSPORT_FOR_CONTENT_EDITING = "CHANNEL_INVALID_TRANSPORT_FOR_CONTENT_EDITING": Transport, Never,
        "This messenger cannot replace files: edit the text only, or send a new message.";
    CHANNEL_INVALID_TRANSPORT_FOR_DELETION = "CHANNEL_INVALID_TRANSPORT_FOR_DELETION": Transport, Never,
        "This messenger cannot delete messages.";
    REPEATED_CRM_MESSAGE_ID = "REPEATED_CRM_MESSAGE_ID": Conflict, Done,
        "The message was taken within the last 60 seconds: do nothing, and learn its id from the echo webhook.";
    CHANNEL_NOT_FOUND = "CHANNEL_NOT_FOUND": Channel, AfterChange,
        "Read the list of channels again and use an id from it; this one is not in the integration.";
    CHANNEL_BLOCKED = "CHANNEL_BLOCKED": Channel, AfterAction,
        "Have the channel switched on in the account, or use another one.";
    CHANNEL_WAPI_REJECTED = "CHANNEL_WAPI_REJECTED": Channel, AfterAction,
        "Have the WhatsApp Business account cleared with Meta, or use another channel.";
    CHANNEL_NO_MONEY = "CHANNEL_NO_MONEY": Channel, AfterAction,
        "Have the channel paid for.";
    NOTENOUGHMONEY = "NOTENOUGHMONEY": Channel, AfterAction,
        "Have the channel paid for.";
    BALANCE_IS_EMPTY = "BALANCE_IS_EMPTY": Channel, AfterAction,
        "Have the WhatsApp Business balance of the account topped up.";
    MESSAGE_CHANNEL_UNAVAILABLE = "MESSAGE_CHANNEL_UNAVAILABLE": Channel, Later,
        "Wait a minute and send again; if it stays, have the phone of the channel connected to the internet.";
    CHANNEL_LIMIT_EXCEEDED = "CHANNEL_LIMIT_EXCEEDED": Limit, AfterAction,
        "Have the limit of active dialogues raised, or wait until the next billing period.";
    CHANNEL_MAX_PHONE_NOT_OCCUPIED = "CHANNEL_MAX_PHONE_NOT_OCCUPIED": Channel, Never,
        "Nobody uses MAX with this phone: reach the person over another messenger.";
    CHAT_NO_ACCESS = "CHAT_NO_ACCESS": Auth, AfterAction,
        "Have the user or the integration given access to the chat.";
    MESSAGE_TEXT_TOO_LONG = "MESSAGE_TEXT_TOO_LONG": Limit, AfterChange,
        "Cut the text into messages of at most 10 000 characters.";
    MESSAGES_TOO_LONG_INSTAGRAM = "MESSAGES_TOO_LONG_INSTAGRAM": Limit, AfterChange,
        "Cut the text into messages of at most 1000 characters.";
    MESSAGES_TOO_LONG_TELEGRAM = "MESSAGES_TOO_LONG_TELEGRAM": Limit, AfterChange,
        "Cut the text into messages of at most 4096 characters.";
    MESSAGES_TOO_LONG_WABA = "MESSAGES_TOO_LONG_WABA": Limit, AfterChange,
        "Cut the text: the header takes 1024 characters, the body 4096, an older limit being 1024.";
    MESSAGES_TOO_LONG_VK = "MESSAGES_TOO_LONG_VK": Limit, AfterChange,
        "Cut the text into messages of at most 1000 characters.";
    MESSAGES_TOO_LONG_AVITO = "MESSAGES_TOO_LONG_AVITO": Limit, AfterChange,
        "Cut the text into messages of at most 1000 characters.";
    MESSAGES_TOO_LONG_VIBER = "MESSAGES_TOO_LONG_VIBER": Limit, AfterChange,
        "Cut the text into messages of at most 6999 characters.";
    MESSAGES_TOO_LONG_WABA_HEADER = "MESSAGES_TOO_LONG_WABA_HEADER": Limit, AfterChange,
        "Shorten the header of the template to 60 characters.";
    MESSAGES_TOO_LONG_WABA_TEMPLATE = "MESSAGES_TOO_LONG_WABA_TEMPLATE": Limit, AfterChange,
        "Shorten the values, so that the whole template has at most 1024 characters.";
    MESSAGES_TOO_LONG = "MESSAGES_TOO_LONG": Limit, AfterChange,
        "Cut the text into shorter messages.";
    MESSAGES_TOO_LONG_TEXT = "MESSAGES_TOO_LONG_TEXT": Limit, AfterChange,
        "Cut the text into shorter messages.";
    MESSAGES_TOO_LONG_CAPTION = "MESSAGES_TOO_LONG_CAPTION": Limit, AfterChange,
        "Shorten the text that goes with the file, or send it as a message of its own.";
    MESSAGE_WRONG_CONTENT_TYPE = "MESSAGE_WRONG_CONTENT_TYPE": Validation, AfterChange,
        "Send a file of a type that the messenger takes, from a server that names the type in its answer.";
    MESSAGES_UNSUPPORTED_CONTENT_TYPE_INSTAPI = "MESSAGES_UNSUPPORTED_CONTENT_TYPE_INSTAPI": Validation, AfterChange,
        "Send Instagram a picture: jpg, gif, png, ico or bmp.";
    MESSAGES_CONTENT_SIZE_EXCEEDED = "MESSAGES_CONTENT_SIZE_EXCEEDED": Limit, AfterChange,
        "Send a file of at most 10 MB, or a link to it as text.";
    MESSAGES_CONTENT_SIZE_EXCEEDED_WABA = "MESSAGES_CONTENT_SIZE_EXCEEDED_WABA": Limit, AfterChange,
        "Send a picture of at most 5 MB or another file of at most 16 MB, or a link to it as text.";
    MESSAGES_CONTENT_SIZE_EXCEEDED_TELEGRAM = "MESSAGES_CONTENT_SIZE_EXCEEDED_TELEGRAM": Limit, AfterChange,
        "Send a picture of at most 5 MB or another file of at most 20 MB, or a link to it as text.";
    MESSAGES_CONTENT_SIZE_EXCEEDED_IMAGE = "MESSAGES_CONTENT_SIZE_EXCEEDED_IMAGE": Limit, AfterChange,
        "Send a smaller picture, or a link to it as text.";
    MESSAGES_CONTENT_SIZE_EXCEEDED_DOCUMENT = "MESSAGES_CONTENT_SIZE_EXCEEDED_DOCUMENT": Limit, AfterChange,
        "Send a smaller file, or a link to it as text.";
    MESSAGE_DOWNLOAD_CONTENT_ERROR = "MESSAGE_DOWNLOAD_CONTENT_ERROR": Validation, AfterChange,
        "Put the file where it can be fetched at once, without a login or a redirect.";
    MESSAGES_NOT_TEXT_FIRST = "MESSAGES_NOT_TEXT_FIRST": Window, AfterAction,
        "Wait until the customer writes, or have the tariff changed to one that may write first.";
    MESSAGES_IS_SPAM = "MESSAGES_IS_SPAM": Spam, AfterChange,
        "Word the message differently and write to fewer people who do not know you.";
    TEMPLATE_REJECTED = "TEMPLATE_REJECTED": Spam, AfterChange,
        "Use another template: Meta restricts this one.";
    MESSAGES_CAN_NOT_ADD = "MESSAGES_CAN_NOT_ADD": Server, Unsure,
        "It was not sent because of a fault of the service; try once more at most, and with a `crmMessageId`.";
    REFERENCE_MESSAGE_NOT_FOUND = "REFERENCE_MESSAGE_NOT_FOUND": NotFound, AfterChange,
        "Leave the quotation out, or quote a message by the id the service gave it.";
    MESSAGES_NOT_FOUND = "MESSAGES_NOT_FOUND": NotFound, Never,
        "Check the message id: there is no such message, or nothing in it that can be changed.";
    MESSAGES_EDITING_TIME_EXPIRED = "MESSAGES_EDITING_TIME_EXPIRED": Window, Never,
        "It is too late to edit the message: send a new one.";
    MESSAGES_DELETION_TIME_EXPIRED = "MESSAGES_DELETION_TIME_EXPIRED": Window, Never,
        "It is too late to delete the message.";
    MESSAGES_CONTAIN_BUTTONS = "MESSAGES_CONTAIN_BUTTONS": Validation, Never,
        "A message with buttons cannot be edited: send a new one.";
    BAD_CONTACT = "BAD_CONTACT": Channel, Never,
        "There is no such account or number in the messenger: check it, or reach the person over another one.";
    UNKNOWN_ERROR = "UNKNOWN_ERROR": Server, Unsure,
        "Try again later if it does no harm twice, and report it to support if it stays.";
    UNKNOWN_ERROR_WITH_TRACE_ID = "UNKNOWN_ERROR_WITH_TRACE_ID": Server, Unsure,
        "Try again later if it does no harm twice, and give support the trace id of the description if it stays.";
    // Entities and settings.
    INVALID_USERS_DATA = "INVALID_USERS_DATA": Validation, AfterChange,
        "Correct the fields of the users at the places that `data` names; none of the request was stored.";
    INVALID_CONTACTS_DATA = "INVALID_CONTACTS_DATA": Validation, AfterChange,
        "Correct the fields of the contacts at the places that `data` names; none of the request was stored.";
    INVALID_DEALS_DATA = "INVALID_DEALS_DATA": Validation, AfterChange,
        "Correct the fields of the deals at the places that `data` names; none of the request was stored.";
    INVALID_PIPELINES_DATA = "INVALID_PIPELINES_DATA": Validation, AfterChange,
        "Correct the pipelines; leave `stages` out where there are none.";
    INVALID_USER_DATA = "INVALID_USER_DATA": Validation, AfterChange,
        "Correct the fields of the user.";
    TOO_MANY_ENTITIES = "TOO_MANY_ENTITIES": Limit, AfterChange,
        "Send at most 100 entities in one request.";
    TOO_MACH_ENTITIES = "TOO_MACH_ENTITIES": Limit, AfterChange,
        "Send at most 100 entities in one request.";
    USER_LIMIT_EXCEEDED = "USER_LIMIT_EXCEEDED": Limit, AfterAction,
        "Delete users that are not needed: an account holds at most 1000.";
    DUPLICATE_PHONE_NUMBER = "DUPLICATE_PHONE_NUMBER": Conflict, AfterChange,
        "Give each user a phone of their own, or leave it out.";
    FORBIDDEN = "FORBIDDEN": Auth, AfterAction,
        "Use a full API key: this one is a sidecar key, which opens few routes.";
    UNAUTHORIZED = "UNAUTHORIZED": Auth, AfterAction,
        "Check the API key: it is missing, mistyped or withdrawn.";
    NO_SUCH_ACCOUNT = "NO_SUCH_ACCOUNT": NotFound, AfterAction,
        "Check that the key belongs to an account that is still there.";
    URI_NOT_VALID = "uriNotValid": Validation, AfterChange,
        "Give a full `https://` address of at most 200 characters.";
    TEST_POST_NOT_PASSED = "testPostNotPassed": Validation, AfterAction,
        "Have the address answer 200 to a POST of `{\"test\": true}`, then set it again.";
    WEBHOOKS_REQUEST_ERROR = "WEBHOOKS_REQUEST_ERROR": Validation, AfterAction,
        "Have the address answer 200 to a POST of `{\"test\": true}`, then set it again.";
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS": RateLimit, Later,
        "Wait for the next 5-second window, and send at most 500 requests in each.";
    NOT_FOUND = "NOT_FOUND": NotFound, Never,
        "Check the id: there is no such entity.";
    // Messages that were not delivered, told by webhook.
    CHATID_IGSID_MISMATCH = "CHATID_IGSID_MISMATCH": Channel, AfterChange,
        "Use the Instagram chat id that a webhook gave for this channel.";
    TOO_LONG_TEXT = "TOO_LONG_TEXT": Limit, AfterChange,
        "Cut the text into shorter messages.";
    BAD_LINK = "BAD_LINK": Validation, AfterChange,
        "Put the file where it can be fetched without a login or a redirect.";
    TOO_BIG_CONTENT = "TOO_BIG_CONTENT": Limit, AfterChange,
        "Send a file of at most 50 MB, or a link to it as text.";
    SPAM = "SPAM": Spam, AfterChange,
        "Word the message differently and write to fewer people who do not know you.";
    TOO_MANY_EXT_REQS = "TOO_MANY_EXT_REQS": RateLimit, Later,
        "Wait, then send again more slowly: the messenger limits the channel.";
    WRONG_CONTENT = "WRONG_CONTENT": Validation, AfterChange,
        "Send a file of a type that the messenger takes.";
    MESSAGE_CANCELLED = "MESSAGE_CANCELLED": Unknown, Unsure,
        "Find out who called the message back before sending it again.";
    HOURS_24_EXCEEDED = "24_HOURS_EXCEEDED": Window, AfterChange,
        "More than 24 hours since the customer wrote: send a template.";
    DAYS_7_EXCEEDED = "7_DAYS_EXCEEDED": Window, Never,
        "More than 7 days since the customer wrote: wait until they write again.";
    COMMENT_DELETED = "COMMENT_DELETED": NotFound, Never,
        "The comment is gone: it can no longer be answered.";
    MENTION_FORBIDDEN = "MENTION_FORBIDDEN": Unknown, AfterChange,
        "Leave the mention out: the account does not allow it.";
    CONTENT_CONVERSION_ERROR = "CONTENT_CONVERSION_ERROR": Validation, AfterChange,
        "Send the file in another format.";
    MESSAGE_DELETED = "MESSAGE_DELETED": NotFound, Never,
        "The message is gone: nothing is left to be done.";
    CHANNEL_REJECTED = "CHANNEL_REJECTED": Channel, AfterAction,
        "Have the channel cleared in the account, or use another one.";
    COMMENT_ALREADY_PRIVATE_REPLIED = "COMMENT_ALREADY_PRIVATE_REPLIED": Unknown, Never,
        "A comment takes one private answer: go on in the chat that it opened.";
    COMMENT_INVALID_FOR_PRIVATE_REPLY = "COMMENT_INVALID_FOR_PRIVATE_REPLY": Unknown, Never,
        "This comment cannot be answered in private: answer it in public.";
    COMMENT_CAN_BE_TEXT_ONLY = "COMMENT_CAN_BE_TEXT_ONLY": Validation, AfterChange,
        "Answer a comment with text, without a file.";
    CANNOT_REPLY_TO_DELETED = "CANNOT_REPLY_TO_DELETED": NotFound, AfterChange,
        "Send the message without the quotation: what it quotes is gone.";
    GENERAL_ERROR = "GENERAL_ERROR": Server, Unsure,
        "The messenger failed: send again later if it does no harm twice.";
    NOT_ENOUGH_MONEY = "NOT_ENOUGH_MONEY": Channel, AfterAction,
        "Have the channel paid for.";
}
