//! Ids: a type for each, so that two cannot be swapped.

use wazzup_wire::string_id;

string_id! {
    /// Id of a business phone number: what messages are sent from. Not the number itself.
    PhoneNumberId, "phone_number_id"
}

string_id! {
    /// Id of a WhatsApp Business Account.
    WabaId, "waba_id"
}

string_id! {
    /// Id of a business portfolio.
    BusinessId, "business_id"
}

string_id! {
    /// Id of a Meta app.
    AppId, "app_id"
}

string_id! {
    /// Id of a message, such as `wamid.QQ==`.
    MessageId, "message_id"
}

string_id! {
    /// Id of a call, such as `wacid.Zm9v`.
    CallId, "call_id"
}

string_id! {
    /// Id of an uploaded or received file.
    MediaId, "media_id"
}

string_id! {
    /// Id of a message template.
    TemplateId, "template_id"
}

string_id! {
    /// Id of a flow.
    FlowId, "flow_id"
}

string_id! {
    /// Id of a product catalogue.
    CatalogId, "catalog_id"
}

string_id! {
    /// Id of a group.
    GroupId, "group_id"
}

string_id! {
    /// What WhatsApp knows a user by: mostly the phone number, in digits only. Personal.
    WaId, "wa_id"; personal
}

string_id! {
    /// Id of a user that is good for the numbers of one business portfolio only, such as
    /// `NL.90210`. Personal.
    Bsuid, "user_id"; personal
}

string_id! {
    /// Id of a user that is good for the numbers of linked portfolios, such as `NL.ENT.77`.
    /// Personal.
    ParentBsuid, "parent_user_id"; personal
}

string_id! {
    /// A phone number, in any way of writing it. Personal.
    PhoneNumber, "phone_number"; personal
}

string_id! {
    /// The name that a user chose to be known by instead of a phone number. Personal.
    Username, "username"; personal
}
