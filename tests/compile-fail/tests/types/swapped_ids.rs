use wazzup_types::{ChannelId, ContactId, DealId, MessageId, TemplateId, UserId};

fn move_deal(_deal: &DealId, _contact: &ContactId) {}

fn assign(_user: UserId, _channel: ChannelId) {}

fn main() {
    let deal = DealId::new("1").unwrap();
    let contact = ContactId::new("2").unwrap();
    move_deal(&contact, &deal);

    let user = UserId::new("3").unwrap();
    let channel = ChannelId::new("4").unwrap();
    assign(channel, user);

    let message = MessageId::new("5").unwrap();
    let template: TemplateId = message;
    let _ = template == "6";
}
