"""Archives that somebody damaged, cut off or made up are refused whole, by both verifiers, and never break either."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.systems.elections.domain.belenios import board
from madang.systems.elections.domain.belenios.archive import Archive, append, start_archive
from madang.systems.elections.domain.belenios.tests.made import WHEN, small_election, told_by_the_one_file, written
from madang.systems.elections.domain.belenios.verify import Broken, verify
from madang.systems.elections.domain.belenios.wire import Malformed


def test_an_archive_grows_by_appending_and_nothing_before_is_touched(tmp_path: Path) -> None:
    made = small_election()
    path = tmp_path / "grown.bel"
    start_archive(path=path, opened_at=WHEN)
    for step in made.steps():
        before = path.read_bytes()
        append(path=path, step=step, at=WHEN)
        assert path.read_bytes().startswith(before)
    assert path.read_bytes() == written(tmp_path, made.election.uuid, made.steps()).read_bytes()


def test_nothing_is_appended_to_an_archive_that_was_cut_off(tmp_path: Path) -> None:
    made = small_election()
    path = written(tmp_path, made.election.uuid, made.steps()[:2])
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(Malformed):
        append(path=path, step=board.end_ballots(after=made.steps()[1].event), at=datetime(2026, 11, 24, tzinfo=UTC))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_archive_with_one_byte_changed_is_refused(data: st.DataObject, tmp_path: Path) -> None:
    made = small_election()
    path = written(tmp_path, made.election.uuid, made.steps()[:2])
    sound = bytearray(path.read_bytes())
    # Behind the first file, whose only content is when the election began.
    place = data.draw(st.integers(1024, len(sound) - 1))
    sound[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(sound)
    offset = place % 512
    if offset in (154, 155):
        return  # The two bytes that end a checksum may be blank or zero.
    with pytest.raises(Broken):
        verify(archive=path)
    assert told_by_the_one_file(path)


@pytest.mark.parametrize("size", [b"-0000001000", b"-0000003000", b"+0000000000", b"0o000000000", b"0000_000000"])
def test_a_file_of_a_size_that_is_no_number_ends_nothing_and_repeats_nothing(size: bytes, tmp_path: Path) -> None:
    """A size of -512 leads from a head to the same head again, for ever."""
    made = small_election()
    path = written(tmp_path, made.election.uuid, made.steps()[:1])
    archive = bytearray(path.read_bytes())
    place = archive.index(b".event.json") - 64
    archive[place + 124 : place + 135] = size
    archive[place + 148 : place + 156] = b" " * 8
    archive[place + 148 : place + 156] = b"%06o\0 " % sum(archive[place : place + 512])
    path.write_bytes(archive)
    with pytest.raises(Broken) as broken:
        verify(archive=path)
    assert broken.value.check == told_by_the_one_file(path) == "archive"


@settings(max_examples=30)
@given(st.binary(max_size=2000))
def test_anything_else_than_an_archive_is_malformed(sent: bytes) -> None:
    with pytest.raises(Malformed):
        list(Archive(file=io.BytesIO(sent)).events())
