"""What a verifier is told, each case apart."""

import io
import subprocess
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from madang.framework.documents import Document, Outcome, reissue, revoke, verify_number, verify_photo, verify_upload
from madang.framework.documents.domain import numbers
from madang.framework.documents.tests.conftest import CONTENT, FACTS, MONDAY
from madang.framework.identity.actor import system_actor
from madang.framework.protect.rates import TooManyRequests

ACTOR = system_actor("test")
LATER = MONDAY + timedelta(days=3)
Make = Callable[..., Document]
File = Callable[[Document], bytes]


def picture(pdf: bytes, folder: Path, *, dots: int = 150) -> Image.Image:
    """The first page as poppler draws it."""
    source = folder / "page.pdf"
    source.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", "-singlefile", source, folder / "page"], check=True)
    return Image.open(folder / "page.png").convert("L")


def as_file(image: Image.Image, *, quality: int = 80) -> bytes:
    """The picture as a telephone sends it."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return data.getvalue()


def test_a_genuine_document_is_told_with_its_facts(made: Make, file: File) -> None:
    document = made()
    for verdict in (verify_number(document.number, LATER), verify_upload(file(document), LATER)):
        assert verdict.outcome is Outcome.GENUINE
        assert verdict.is_good
        assert verdict.facts == FACTS
        assert (verdict.by, verdict.holder, verdict.issued_at) == ("서울특별시 종로구", "김하나", MONDAY)


def test_a_number_typed_carelessly_is_found(made: Make) -> None:
    number = made().number
    assert verify_number(f" {number.lower().replace('-', ' ')} ", LATER).outcome is Outcome.GENUINE


def test_a_number_that_was_never_issued_is_unknown(db: None) -> None:
    assert verify_number(numbers.new_number(member="madang"), LATER).outcome is Outcome.UNKNOWN
    assert verify_number("hello", LATER).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("place", [10, 900, 20_000, -9_000, -3_000, -200, -2])
def test_a_file_altered_by_one_byte_is_told_altered(made: Make, file: File, place: int) -> None:
    document = made()
    data = bytearray(file(document))
    data[place] ^= 1
    verdict = verify_upload(bytes(data), LATER)
    assert (verdict.outcome, verdict.number) == (Outcome.ALTERED, document.number)


def test_a_file_with_something_appended_is_told_altered_and_how(made: Make, file: File) -> None:
    document = made()
    update = b"\n7 0 obj\n<</Type/Annot/Subtype/FreeText/Contents(more)>>\nendobj\n"
    update += b"xref\n0 0\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
    verdict = verify_upload(file(document) + update, LATER)
    assert verdict.outcome is Outcome.ALTERED
    assert "added" in verdict.explanation or "덧붙" in verdict.explanation


def test_a_file_that_comes_with_another_number_is_another_document(made: Make, file: File) -> None:
    first, second = made(), made()
    verdict = verify_upload(file(first), LATER, number=second.number)
    assert verdict.outcome is Outcome.OTHER_DOCUMENT
    assert first.number in verdict.explanation


def test_revoked_replaced_and_expired_are_told_apart_with_their_day(made: Make, file: File) -> None:
    revoked, replaced, expired = made(), made(), made()
    revoke(document=revoked, reason="issued in error", actor=ACTOR, now=LATER)
    new = reissue(document=replaced, content=CONTENT, facts=FACTS, actor=ACTOR, now=LATER)
    assert verify_number(revoked.number, LATER).outcome is Outcome.REVOKED
    assert "issued in error" in verify_number(revoked.number, LATER).explanation
    verdict = verify_upload(file(replaced), LATER)
    assert (verdict.outcome, verdict.replaced_by) == (Outcome.REPLACED, new.number)
    assert "2026" in verdict.explanation
    # Valid through 6 September 2026 in Seoul, whose next day begins at 15:00 UTC.
    last = MONDAY.replace(month=9, day=6, hour=14, minute=59)
    assert verify_number(expired.number, last).outcome is Outcome.GENUINE
    assert verify_number(expired.number, last + timedelta(minutes=1)).outcome is Outcome.EXPIRED


def test_a_photograph_of_the_printout_is_verified(made: Make, file: File, tmp_path: Path) -> None:
    document = made()
    page = picture(file(document), tmp_path, dots=200)
    # Held at an angle, a little out of focus, on a desk, sent as a JPEG.
    photo = page.rotate(7, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=90).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    verdict = verify_photo(as_file(photo, quality=60), LATER)
    assert (verdict.outcome, verdict.number) == (Outcome.GENUINE, document.number)
    assert verdict.facts == FACTS


def test_a_code_pasted_from_another_document_is_told(made: Make, file: File, tmp_path: Path) -> None:
    first, second = made(), made()
    paper, other = picture(file(first), tmp_path), picture(file(second), tmp_path)
    half = paper.height // 2
    paper.paste(other.crop((0, half, paper.width, paper.height)), (0, half))
    # The small code beside the title still names the paper's own number.
    assert verify_photo(as_file(paper), LATER).outcome is Outcome.OTHER_DOCUMENT
    # And so it is when only the QR code is photographed and the number typed.
    code = other.crop((0, half, paper.width // 2, paper.height))
    assert verify_photo(as_file(code), LATER, number=first.number).outcome is Outcome.OTHER_DOCUMENT
    assert verify_photo(as_file(code), LATER).number == second.number


def test_a_scan_saved_as_pdf_is_verified_by_its_code(made: Make, file: File, tmp_path: Path) -> None:
    document = made()
    scan = io.BytesIO()
    picture(file(document), tmp_path).save(scan, "PDF", resolution=150)
    assert verify_upload(scan.getvalue(), LATER).outcome is Outcome.GENUINE


def test_a_code_signed_by_nobody_here_is_unknown(made: Make, file: File, tmp_path: Path, settings: object) -> None:
    document = made()
    page = as_file(picture(file(document), tmp_path))
    settings.MADANG_KEYS = tmp_path / "others"
    assert verify_photo(page, LATER).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"%PDF-",
        b"%PDF-1.7\n" + b"<FEFF" * 50_000,
        b"\x89PNG\r\n\x1a\n" + b"0" * 100,
        b"\xff\xd8\xff" + b"\0" * 99,
        b"%PDF-1.7 /DCTDecode>>stream\n\xff\xd8\xff" + b"\0" * 1000 + b"endstream" * 50,
    ],
)
def test_files_that_are_nothing_are_unknown(db: None, data: bytes) -> None:
    assert verify_upload(data, LATER).outcome is Outcome.UNKNOWN


def test_a_file_that_is_too_large_is_not_read(db: None) -> None:
    assert verify_upload(b"%PDF-" + b"0" * (20 * 1024 * 1024), LATER).outcome is Outcome.UNKNOWN


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=500))
def test_hostile_uploads_never_crash(db: None, data: bytes) -> None:
    for start in (b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF1234WEBP", b"II*\0"):
        assert verify_upload(start + data, LATER).outcome is Outcome.UNKNOWN


def test_guessing_is_stopped(db: None) -> None:
    guesses = [numbers.new_number(member="madang") for _ in range(100)]
    with pytest.raises(TooManyRequests):
        deque((verify_number(guess, LATER, source="203.0.113.9") for guess in guesses), maxlen=0)


def test_a_picture_bomb_is_refused(db: None) -> None:
    data = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(data, "PNG")
    assert verify_photo(data.getvalue(), LATER).outcome is Outcome.UNKNOWN
