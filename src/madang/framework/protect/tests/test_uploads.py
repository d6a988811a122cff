"""Upload limits, and the visitor's address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from madang.framework.protect import UploadTooLarge, client_address, read_upload
from madang.framework.protect.uploads import LimitedUploadHandler


def test_a_file_within_the_limit_is_read_whole() -> None:
    assert read_upload(file=SimpleUploadedFile("a.txt", b"12345"), limit=5) == b"12345"


def test_a_larger_file_is_refused_even_if_it_lies_about_its_size() -> None:
    file = SimpleUploadedFile("a.txt", b"123456")
    with pytest.raises(UploadTooLarge):
        read_upload(file=file, limit=5)
    file.size = 1
    with pytest.raises(UploadTooLarge):
        read_upload(file=file, limit=5)


def test_a_request_that_never_ends_is_cut_off(settings) -> None:
    settings.MADANG_UPLOAD_LIMIT = 100_000
    handler = LimitedUploadHandler()
    handler.new_file("f", "a.bin", "application/octet-stream", None)
    for _chunk in range(3):
        handler.receive_data_chunk(b"0" * 30_000, 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"0" * 30_000, 0)
    handler.upload_interrupted()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "9.9.9.9, 203.0.113.5", "203.0.113.5"),
        (2, "9.9.9.9, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (1, "", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
    ],
)
def test_forwarded_addresses_are_believed_only_from_our_own_proxies(settings, proxies, forwarded, address) -> None:
    settings.MADANG_TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address
