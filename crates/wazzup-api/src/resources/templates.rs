use wazzup_transport::Endpoint;
use wazzup_types::template::Template;

use super::{endpoints, resource};
use crate::list::List;

endpoints! {
    LIST = Endpoint::get("templates.list", "/v3/templates/whatsapp");
}

resource! {
    /// Templates of the WhatsApp Business API. From
    /// [`Client::templates`](crate::Client::templates).
    ///
    /// The service has no route for a single one and none to make one. See
    /// [WhatsApp Business API templates](https://wazzup24.com/help/api-en/whatsapp-business-api-templates/).
    Templates
}

impl Templates<'_> {
    /// The templates, 100 per page unless [asked otherwise](List::limit):
    /// `GET /v3/templates/whatsapp`.
    ///
    /// Awaited it is one page; it can also be read to the end, as a stream.
    pub fn list(self) -> List<Template> {
        List::new(self.client.public_transport(), &LIST)
    }
}

impl List<Template> {
    /// Asks for pages of this size. 100 unless set; 250 is in use out there.
    pub fn limit(self, limit: u32) -> Self {
        self.set_limit(limit)
    }
}
