//! What the texts of each event are.

use super::{HasContent, text::TextLike};
use crate::{
    CallStatus, CallTerminate, CallbackButton, CallbackSelection, EditedMessage, FlowCompletion,
    GroupMessageStatus, Message, MessageStatus, OutgoingEditedMessage, OutgoingMessage,
};

macro_rules! texts {
    ($($event:ty: |$this:ident| [$one:expr, $other:expr];)+) => {
        $(impl TextLike for $event {
            fn texts(&self) -> [Option<&str>; 2] {
                let $this = self;
                [$one, $other]
            }
        })+
    };
}

texts! {
    Message: |event| [event.text(), event.caption()];
    EditedMessage: |event| [event.text(), event.caption()];
    OutgoingMessage: |event| [event.text(), event.caption()];
    OutgoingEditedMessage: |event| [event.text(), event.caption()];
    CallbackButton: |event| [Some(&event.data), None];
    CallbackSelection: |event| [Some(&event.data), None];
    FlowCompletion: |event| [
        event.flow_token.as_ref().map(|token| token.as_str()),
        event.body.as_deref()
    ];
    MessageStatus: |event| [event.biz_opaque_callback_data.as_deref(), None];
    GroupMessageStatus: |event| [event.biz_opaque_callback_data.as_deref(), None];
    CallStatus: |event| [event.biz_opaque_callback_data.as_deref(), None];
    CallTerminate: |event| [event.biz_opaque_callback_data.as_deref(), None];
}
