"""What bytes are, and what they hide."""

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from madang.framework.storage import sniffing

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def image(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size).save(buffer, kind)
    return buffer.getvalue()


def archive(members: dict[str, bytes], *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
XLSX = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
HWPX = archive({"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<sec/>"}, kind=zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "a.png", "application/pdf"),
        (image("PNG"), "x", "image/png"),
        (image("JPEG"), "x", "image/jpeg"),
        (image("TIFF"), "x", "image/tiff"),
        (image("WEBP"), "x", "image/webp"),
        (DOCX, "x.docx", sniffing.DOCX),
        (XLSX, "x.xlsx", sniffing.XLSX),
        (HWPX, "x.hwpx", "application/hwp+zip"),
        (archive({"a.txt": b"a"}), "a.zip", "application/zip"),
        ("이름,생년월일\n김하나,1988-04-12\n".encode(), "a.csv", "text/csv"),
        ("이름,생년월일\n김하나,1988-04-12\n".encode("cp949"), "a.csv", "text/csv"),
        ("안녕".encode(), "a.txt", "text/plain"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "application/xml"),
        (b"<html><script>alert(1)</script>", "a.txt", "text/html"),
        (b"  <svg onload=alert(1)>", "a.csv", "text/html"),
        (b"MZ\x90\x00\x03\0\0\0" + b"\0" * 200, "a.pdf", None),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 60, "a.pdf", None),
        (b"", "a.txt", None),
    ],
)
def test_a_file_is_what_its_bytes_say(data, name, media_type) -> None:
    found = sniffing.sniff(data=data, name=name)
    if media_type is None:
        assert found not in sniffing.ENDINGS
    else:
        assert found == media_type


@given(st.binary(max_size=400), st.sampled_from(["", "a.pdf", "a.csv", "b.zip"]))
@example(b"PK\x03\x04" + b"\0" * 26, "a.zip")
@example(b"\x89PNG\r\n\x1a\n", "")
@example(b"\xff\xd8\xff", "")
def test_no_bytes_crash_the_look_at_them(data: bytes, name: str) -> None:
    media_type = sniffing.sniff(data=data, name=name)
    assert isinstance(sniffing.danger(data=data, media_type=media_type), str)


@given(st.sampled_from([PDF, DOCX, HWPX, image("PNG"), image("JPEG")]), st.data())
def test_no_damaged_file_crashes_the_look_at_it(data: bytes, draw) -> None:
    place = draw.draw(st.integers(0, len(data) - 1))
    broken = data[:place] + draw.draw(st.binary(max_size=4)) + data[place + draw.draw(st.integers(0, 8)) :]
    media_type = sniffing.sniff(data=broken, name="x")
    assert isinstance(sniffing.danger(data=broken, media_type=media_type), str)


@pytest.mark.parametrize("data", [PDF, DOCX, XLSX, HWPX, image("PNG"), image("JPEG"), image("TIFF"), image("WEBP")])
def test_honest_files_are_taken(data) -> None:
    assert sniffing.danger(data=data, media_type=sniffing.sniff(data=data)) == ""


def lying_bomb() -> bytes:
    """A zip whose directory says that its ten megabytes of zeros are a hundred bytes."""
    data = bytearray(archive({"a.xml": b"\0" * 10_000_000}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    data[22:26] = (100).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "danger"),
    [
        (archive({"a.xml": b"\0" * 50_000_000}), "bomb"),
        (archive({f"{n}.txt": b"" for n in range(6000)}), "bomb"),
        (archive({"inner.zip": archive({"a": b"a"})}), "bomb"),
        (archive({"../../etc/passwd": b"x"}), "broken"),
        (DOCX[: len(DOCX) // 2], "broken"),
        (image("PNG") + archive({"a": b"a"}), "two_formats"),
        (PDF + archive({"a.class": b"a"}), "two_formats"),
        (image("JPEG") + b"<script>alert(1)</script>", "two_formats"),
        (image("PNG") + PDF, "two_formats"),
        (image("PNG", (9000, 9000)), "bomb"),
        (b"%PDF-1.7\nnothing more", "broken"),
    ],
)
def test_dangers_are_named(data, danger) -> None:
    media_type = sniffing.sniff(data=data)
    kind = sniffing.ZIP if media_type not in sniffing.ENDINGS else media_type
    assert sniffing.danger(data=data, media_type=kind) == danger


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    assert sniffing.danger(data=lying_bomb(), media_type=sniffing.ZIP) in {"bomb", "broken"}
