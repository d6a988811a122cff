"""What bytes are, whatever their name says; and whether they hide something. Plain Python.

`sniff` says the media type; `danger` says why bytes of that type are refused all the same.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping

import puremagic
from PIL import Image, UnidentifiedImageError

from madang.framework.values.archives import NO_ZIP

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
ZIP = "application/zip"
TEXT = "text/plain"
CSV = "text/csv"
XML = "application/xml"
JSON = "application/json"
HWPX = "application/hwp+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
HWP = "application/x-hwp"
TIFF = "image/tiff"
WEBP = "image/webp"
UNKNOWN = "application/octet-stream"

# Which endings a file of a type may carry; a type that is missing here may not be uploaded.
ENDINGS: Mapping[str, frozenset[str]] = {
    PDF: frozenset({"pdf"}),
    PNG: frozenset({"png"}),
    JPEG: frozenset({"jpg", "jpeg", "jfif"}),
    TIFF: frozenset({"tif", "tiff"}),
    WEBP: frozenset({"webp"}),
    ZIP: frozenset({"zip"}),
    TEXT: frozenset({"txt", "log", "md"}),
    CSV: frozenset({"csv"}),
    XML: frozenset({"xml"}),
    JSON: frozenset({"json"}),
    HWPX: frozenset({"hwpx"}),
    HWP: frozenset({"hwp"}),
    DOCX: frozenset({"docx"}),
    XLSX: frozenset({"xlsx"}),
    PPTX: frozenset({"pptx"}),
    ODT: frozenset({"odt"}),
}
ZIPPED = frozenset({ZIP, HWPX, DOCX, XLSX, PPTX, ODT})
IMAGES = frozenset({PNG, JPEG, TIFF, WEBP})

MOST_PIXELS = 60_000_000
MOST_MEMBERS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024


def ending(*, name: str) -> str:
    """The ending of a file name, small, without its dot."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def sniff(*, data: bytes, name: str = "") -> str:
    """The media type that the bytes show. The name only tells text formats apart, which look alike."""
    for mark, media_type in ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG)):
        if data.startswith(mark):
            return media_type
    if data.startswith((b"II*\0", b"MM\0*")):
        return TIFF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return HWP if b"HWP Document File" in data[:65536] else "application/x-ole-storage"
    return _text(data, name) or _magic(data)


def _zipped(data: bytes) -> str:
    """Which sort of zip: office formats say so in a member."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:MOST_MEMBERS])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return said if said in (HWPX, ODT) else ZIP
    except NO_ZIP:
        return UNKNOWN
    if "[Content_Types].xml" in names:
        for member, media_type in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
            if any(one.startswith(member) for one in names):
                return media_type
    return ZIP


def _text(data: bytes, name: str) -> str:
    """A text format, or nothing: UTF-8 or CP949 without control characters."""
    if not data or any(byte in data for byte in (b"\0", b"\x1b", b"\x7f")):
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp949")
        except UnicodeDecodeError:
            return ""
    start = text.lstrip()[:512].lower()
    if start.startswith(("<!doctype html", "<html", "<script", "<svg", "<body", "<head", "<iframe")) or "<svg" in start:
        return "text/html"
    by_name = {"csv": CSV, "json": JSON, "xml": XML}
    if start.startswith("<?xml"):
        return XML
    return by_name.get(ending(name=name), TEXT)


def _magic(data: bytes) -> str:
    """What puremagic knows: formats that nobody may upload are named rightly in the refusal."""
    try:
        return puremagic.from_string(data[:65536], mime=True) or UNKNOWN
    except (puremagic.PureError, ValueError, IndexError, struct.error):
        return UNKNOWN


def danger(*, data: bytes, media_type: str) -> str:
    """Why these bytes are refused although their type is allowed (`bomb`, `two_formats`, `encrypted`, `broken`); else ""."""
    if media_type in ZIPPED:
        return _zip_danger(data)
    if _ends_like_zip(data):
        return "two_formats"
    if media_type in IMAGES:
        return _image_danger(data, media_type)
    if media_type == PDF and b"%%EOF" not in data[-2048:]:
        return "broken"
    return ""


def _ends_like_zip(data: bytes) -> bool:
    """Whether a zip reader would find an archive in it: zip is read from its end, most others from their start."""
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if place < 0:
        return False
    return zipfile.is_zipfile(io.BytesIO(data))


def _image_danger(data: bytes, media_type: str) -> str:
    if media_type == PNG and b"IEND" not in data[-12:]:
        return "two_formats" if b"IEND" in data else "broken"
    if media_type == JPEG:
        rest = data[data.rfind(b"\xff\xd9") + 2 :] if b"\xff\xd9" in data else b""
        if b"%PDF-" in rest or b"<script" in rest.lower() or b"<html" in rest.lower():
            return "two_formats"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
    except Image.DecompressionBombError:
        return "bomb"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, zlib.error, EOFError, TypeError):
        return "broken"
    return "bomb" if width * height > MOST_PIXELS else ""


def _zip_danger(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                return "bomb"
            if any(member.flag_bits & 0x1 for member in members):
                return "encrypted"
            return _unpacked_danger(archive, members)
    except NO_ZIP:
        return "broken"


def _unpacked_danger(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    """Unpack and count: what the directory of a bomb says of its sizes may be a lie."""
    unpacked = 0
    for member in members:
        if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace("\\", "/").split("/"):
            return "broken"
        size = 0
        with archive.open(member) as stream:
            start = stream.read(4)
            size += len(start)
            while chunk := stream.read(1 << 16):
                size += len(chunk)
                if size > _SMALL and size > MOST_RATIO * max(1, member.compress_size):
                    return "bomb"
                if unpacked + size > MOST_UNPACKED:
                    return "bomb"
        if start == b"PK\x03\x04" and ending(name=member.filename) in {"zip", "jar", "7z"}:
            return "bomb"
        unpacked += size
    return ""
