//! Sales pipelines of the CRM and their stages.

use serde::{Deserialize, Serialize};

use crate::Extra;
use crate::id::{PipelineId, StageId};
use crate::invalid::{self, Invalid};
use crate::lenient::{list, plain_text};

/// Longest name of a pipeline or a stage, in characters.
pub const NAME_MAX_CHARS: usize = 100;

/// A pipeline as the service tells of it.
///
/// See <https://wazzup24.com/help/api-en/loading-sales-funnels/>.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pipeline {
    /// The CRM's id.
    pub id: PipelineId,
    /// The name.
    #[serde(default, deserialize_with = "plain_text")]
    pub name: String,
    /// Its stages, in order. Left out when written if there are none: the service refuses an
    /// empty list.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub stages: Vec<Stage>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A stage of a [`Pipeline`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stage {
    /// The CRM's id.
    pub id: StageId,
    /// The name.
    #[serde(default, deserialize_with = "plain_text")]
    pub name: String,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A pipeline to be uploaded by `POST /v3/pipelines`.
///
/// Whether an upload replaces or merges is not documented; with all pipelines in one request
/// both readings agree.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Pipeline")]
pub struct NewPipeline {
    id: PipelineId,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stages: Vec<NewStage>,
    #[serde(flatten)]
    extra: Extra,
}

impl NewPipeline {
    /// A pipeline without stages.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the id is too long, or the name is empty or longer than
    /// [`NAME_MAX_CHARS`].
    pub fn new(id: PipelineId, name: impl Into<String>) -> Result<Self, Invalid> {
        let name = name.into();
        invalid::chars_within("id", id.as_str(), PipelineId::MAX_CHARS)?;
        invalid::chars_within("name", &name, NAME_MAX_CHARS)?;
        Ok(Self {
            id,
            name,
            stages: Vec::new(),
            extra: Extra::new(),
        })
    }

    /// Adds a stage after those it has.
    #[must_use]
    pub fn stage(mut self, stage: NewStage) -> Self {
        self.stages.push(stage);
        self
    }

    /// Adds stages after those it has.
    #[must_use]
    pub fn stages(mut self, stages: impl IntoIterator<Item = NewStage>) -> Self {
        self.stages.extend(stages);
        self
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &PipelineId {
        &self.id
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A stage of a [`NewPipeline`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Stage")]
pub struct NewStage {
    id: StageId,
    name: String,
    #[serde(flatten)]
    extra: Extra,
}

impl NewStage {
    /// A stage.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the id is too long, or the name is empty or longer than
    /// [`NAME_MAX_CHARS`].
    pub fn new(id: StageId, name: impl Into<String>) -> Result<Self, Invalid> {
        let name = name.into();
        invalid::chars_within("id", id.as_str(), StageId::MAX_CHARS)?;
        invalid::chars_within("name", &name, NAME_MAX_CHARS)?;
        Ok(Self {
            id,
            name,
            extra: Extra::new(),
        })
    }
}

impl TryFrom<Stage> for NewStage {
    type Error = Invalid;

    fn try_from(stage: Stage) -> Result<Self, Self::Error> {
        let mut new = Self::new(stage.id, stage.name)?;
        new.extra = stage.extra;
        Ok(new)
    }
}

impl From<NewStage> for Stage {
    fn from(new: NewStage) -> Self {
        Self {
            id: new.id,
            name: new.name,
            extra: new.extra,
        }
    }
}

impl TryFrom<Pipeline> for NewPipeline {
    type Error = Invalid;

    fn try_from(pipeline: Pipeline) -> Result<Self, Self::Error> {
        let mut new = Self::new(pipeline.id, pipeline.name)?;
        for (index, stage) in pipeline.stages.into_iter().enumerate() {
            let stage = NewStage::try_from(stage).map_err(|error| error.within("stages", index))?;
            new.stages.push(stage);
        }
        new.extra = pipeline.extra;
        Ok(new)
    }
}

impl From<NewPipeline> for Pipeline {
    fn from(new: NewPipeline) -> Self {
        let stages = new.stages.into_iter().map(Stage::from).collect();
        Self {
            id: new.id,
            name: new.name,
            stages,
            extra: new.extra,
        }
    }
}
