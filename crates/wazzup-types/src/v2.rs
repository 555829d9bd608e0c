//! Words of the service's tech API v2, of which this crate has no models: for those who read its
//! answers by themselves.

open_enum! {
    /// Where an account of the tech API v2 is at home.
    pub enum Country {
        /// The European Union.
        Eu = "EU",
        /// Kazakhstan.
        Kz = "KZ",
        /// The United States.
        Us = "US",
    }
}

open_enum! {
    /// Which way a message of the tech API v2 goes.
    pub enum Direction {
        /// From the customer.
        Inbound = "inbound",
        /// To the customer.
        Outbound = "outbound",
    }
}

open_enum! {
    /// What a key of the tech API v2 is for.
    pub enum Scope {
        /// A CRM.
        Crm = "crm",
        /// A channel's transport.
        Transport = "transport",
    }
}
