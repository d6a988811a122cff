"""`./madang elections verify` from outside: a report and 0, or the first broken check and 1."""

import json
from pathlib import Path

from click.testing import CliRunner

from madang.systems.elections.commands import command
from madang.systems.elections.domain.belenios.tests.made import small_election, written


def test_a_sound_archive_is_reported_and_an_altered_one_named(tmp_path: Path) -> None:
    made = small_election()
    path = written(tmp_path, made.election.uuid, made.steps())
    told = CliRunner().invoke(command, ["verify", str(path)])
    assert told.exit_code == 0
    assert "question 2: 1, 1, 1, 1" in told.output
    report = json.loads(CliRunner().invoke(command, ["verify", "--json", str(path)]).stdout)
    assert (report["uuid"], report["counts"]) == (made.election.uuid, [[2, 1], [1, 1, 1, 1]])
    path.write_bytes(path.read_bytes()[:-1])
    cut = CliRunner().invoke(command, ["verify", str(path)])
    assert cut.exit_code == 1
    assert "archive: It is cut off." in cut.output
