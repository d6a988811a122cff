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
    path = written(tmp_path, made.election.uuid, made.steps())
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


@settings(max_examples=30)
@given(st.binary(max_size=2000))
def test_anything_else_than_an_archive_is_malformed(sent: bytes) -> None:
    with pytest.raises(Malformed):
        list(Archive(file=io.BytesIO(sent)).events())
