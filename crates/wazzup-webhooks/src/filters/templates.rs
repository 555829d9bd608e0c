//! Conditions on [`TemplateStatusChanged`].

use wazzup_dispatch::Filter;
use wazzup_types::{TemplateId, template::TemplateStatus};

use crate::TemplateStatusChanged;

/// The template is this one.
pub fn template(template: TemplateId) -> impl Filter<TemplateStatusChanged> + Clone {
    move |changed: &TemplateStatusChanged| changed.template_guid == template
}

/// The new status.
pub fn status(status: TemplateStatus) -> impl Filter<TemplateStatusChanged> + Clone {
    move |changed: &TemplateStatusChanged| changed.status.as_ref() == Some(&status)
}
