use wazzup_api::Client;
use wazzup_types::{Channel, ChannelId, PipelineId, TemplateId};

fn absent(
    client: &Client,
    pipeline: &PipelineId,
    template: &TemplateId,
    channel: &ChannelId,
    changed: Channel,
) {
    let _ = client.pipelines().get(pipeline);
    let _ = client.pipelines().delete(pipeline);
    let _ = client.channels().get(channel);
    let _ = client.channels().update(changed);
    let _ = client.templates().delete(template);
    let _ = client.messages().list();
}

fn main() {}
