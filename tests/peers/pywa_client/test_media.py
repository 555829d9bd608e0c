"""Media: up, down, streamed, deleted; and users blocked."""

import pytest
from pywa import errors

CONTENT = bytes(range(256)) * 512


@pytest.fixture
def media(wa):
    return wa.upload_media(CONTENT, mime_type="image/png", filename="a.png")


def test_upload_and_bytes(wa, media):
    info = wa.get_media_url(media.id)
    assert info.mime_type == "image/png"
    assert int(info.file_size) == len(CONTENT)
    assert wa.get_media_bytes(info.url) == CONTENT


def test_download_to_a_file(wa, media, tmp_path):
    url = wa.get_media_url(media.id).url
    path = wa.download_media(url=url, path=tmp_path, filename="b.png")
    assert path.read_bytes() == CONTENT


def test_stream(wa, media):
    url = wa.get_media_url(media.id).url
    assert b"".join(wa.stream_media(url)) == CONTENT


def test_upload_of_a_generator(wa):
    media = wa.upload_media(
        (CONTENT[at : at + 1000] for at in range(0, len(CONTENT), 1000)),
        mime_type="image/png",
        filename="c.png",
    )
    assert wa.get_media_bytes(wa.get_media_url(media.id).url) == CONTENT


def test_delete(wa, media):
    assert wa.delete_media(media.id).success
    with pytest.raises(errors.WhatsAppError):
        wa.get_media_url(media.id)


def test_an_expired_url_is_not_found(wa, control, media):
    import httpx

    url = wa.get_media_url(media.id).url
    control.post("clock/advance", {"seconds": 301})
    with pytest.raises(httpx.HTTPStatusError) as failed:
        wa.get_media_bytes(url)
    assert failed.value.response.status_code == 404


def test_without_the_token_there_is_nothing(wa, media):
    import httpx

    url = wa.get_media_url(media.id).url
    assert httpx.get(url).status_code in (401, 404)


def test_block_and_unblock(wa, user):
    blocked = wa.block_users([user])
    assert len(blocked.added_users) == 1
    assert len(wa.unblock_users([user]).removed_users) == 1
