//! Conditions on what becomes of templates.

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::{
    TemplateId,
    webhook::{TemplateCategory, TemplateQuality, TemplateStatus},
};

use crate::{
    TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate, TemplateStatusUpdate,
};

/// An event that concerns a template.
pub trait OfTemplate: 'static {
    /// The template.
    fn template_id(&self) -> &TemplateId;

    /// Its name.
    fn template_name(&self) -> Option<&str>;
}

macro_rules! of_template {
    ($($event:ident),+ $(,)?) => {
        $(impl OfTemplate for $event {
            fn template_id(&self) -> &TemplateId {
                &self.message_template_id
            }

            fn template_name(&self) -> Option<&str> {
                self.message_template_name.as_deref()
            }
        })+
    };
}

of_template! {
    TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate, TemplateStatusUpdate,
}

/// The template is this one.
pub fn template<E: OfTemplate>(template: TemplateId) -> impl Filter<E> + Clone {
    move |event: &E| *event.template_id() == template
}

/// The template has this name, in whatever language.
pub fn name<E: OfTemplate>(name: impl Into<Box<str>>) -> impl Filter<E> + Clone {
    let name: Box<str> = name.into();
    move |event: &E| event.template_name() == Some(&*name)
}

/// The new status.
pub fn status(status: TemplateStatus) -> impl Filter<TemplateStatusUpdate> + Clone {
    move |update: &TemplateStatusUpdate| update.event.as_ref() == Some(&status)
}

/// It may be sent.
pub fn approved() -> impl Filter<TemplateStatusUpdate> + Copy {
    |update: &TemplateStatusUpdate| update.event == Some(TemplateStatus::Approved)
}

/// It may not be sent.
pub fn rejected() -> impl Filter<TemplateStatusUpdate> + Copy {
    |update: &TemplateStatusUpdate| update.event == Some(TemplateStatus::Rejected)
}

/// The new category, be it of now or [announced](announcement).
pub fn category(category: TemplateCategory) -> impl Filter<TemplateCategoryUpdate> + Clone {
    move |update: &TemplateCategoryUpdate| {
        let new = update
            .correct_category
            .as_ref()
            .or(update.new_category.as_ref());
        new == Some(&category)
    }
}

/// The category will change, and has not yet.
pub fn announcement() -> impl Filter<TemplateCategoryUpdate> + Copy {
    |update: &TemplateCategoryUpdate| update.is_announcement()
}

/// The new quality score.
pub fn quality(quality: TemplateQuality) -> impl Filter<TemplateQualityUpdate> + Clone {
    move |update: &TemplateQualityUpdate| update.new_quality_score.as_ref() == Some(&quality)
}
