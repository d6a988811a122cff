"""`./madang elections verify` from outside: a report and 0, or the first broken check and 1."""

import json
from pathlib import Path

from click.testing import CliRunner

from madang.systems.elections.commands import command
from madang.systems.elections.domain.belenios import board
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.belenios.credentials import credentials_json, new_credentials, public_credential
from madang.systems.elections.domain.belenios.election import Election, election_json, read_election
from madang.systems.elections.domain.belenios.group import RFC_3526_2048
from madang.systems.elections.domain.belenios.tally import encrypted_tally
from madang.systems.elections.domain.belenios.tests.made import (
    RANKED,
    RANKED_CHOICES,
    accepted_by_tool,
    small_election,
    written,
)
from madang.systems.elections.domain.belenios.trustees import Trustees, read_trustees, trustees_json
from madang.systems.elections.domain.belenios.verify import verify


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


def test_authority_and_trustees_work_offline_with_files_alone(tmp_path: Path) -> None:
    """What they write to the standard output is what the desk takes; secrets are in files that only their owner reads."""
    keys = [tmp_path / "first", tmp_path / "second"]
    publics = [_said("new-key", "--ranked", "--private", str(key)).strip() for key in keys]
    roll = tmp_path / "roll.json"
    roll.write_text(json.dumps({"uuid": "1" * 14, "roll": [{"number": one, "weight": 1} for one in (1, 2)]}))
    secrets, spares = tmp_path / "secrets", tmp_path / "spares"
    files = ("--secrets", str(secrets), "--spares", str(spares))
    listed = json.loads(_said("new-credentials", str(roll), "--ranked", "--spare", "1", *files))["credentials"]
    assert [one["number"] for one in listed] == [1, 2, 0]
    given = [*json.loads(secrets.read_text())["secrets"].values(), *json.loads(spares.read_text())]
    for secret, part in zip(given, listed, strict=True):
        assert public_credential(uuid="1" * 14, secret=secret, group=RFC_3526_2048) == part["public"]
    assert {path.stat().st_mode & 0o777 for path in (*keys, secrets, spares)} == {0o600}
    assert CliRunner().invoke(command, ["new-key", "--private", str(keys[0])]).exit_code != 0
    held = read_trustees(raw=trustees_json(singles=publics, group=RFC_3526_2048), group=RFC_3526_2048)
    _counted_offline(tmp_path, held, keys)


def _counted_offline(folder: Path, held: Trustees, keys: list[Path]) -> None:
    draft = Election("1" * 14, "Offline", "", held.election_key, RANKED, group=RFC_3526_2048)
    election = read_election(raw=election_json(election=draft))
    voters = new_credentials(uuid=election.uuid, count=2, group=RFC_3526_2048)
    ballots = [encrypt(election=election, credential=one.secret, choices=RANKED_CHOICES[0]) for one in voters]
    listed = credentials_json(publics={one.public: 1 for one in voters})
    steps = [board.setup(election=election.raw, trustees=held.raw, credentials=listed)]
    for ballot in ballots:
        steps.append(board.add_ballot(after=steps[-1].event, ballot=ballot))
    early = written(folder / "early", election.uuid, steps)
    refused = CliRunner().invoke(command, ["shuffle", str(early)])
    assert refused.exit_code == 1
    assert "takes ballots yet" in refused.output
    steps.append(board.end_ballots(after=steps[-1].event))
    steps.append(board.add_tally(after=steps[-1].event, tally=encrypted_tally(election=election, ballots=ballots)))
    for owner in (1, 2):
        shuffled = _said("shuffle", str(written(folder, election.uuid, steps))).strip()
        steps.append(board.add_shuffle(after=steps[-1].event, owner=owner, shuffled=shuffled))
    refused = CliRunner().invoke(
        command, ["decrypt", str(written(folder, election.uuid, steps)), "--key", str(keys[0])]
    )
    assert "fewer trustees shuffled than are needed" in refused.output
    steps.append(board.end_shuffles(after=steps[-1].event))
    path = written(folder, election.uuid, steps)
    for owner, key in enumerate(keys, 1):
        # As belenios-tool writes it: whose it is stands in a second line, found by the key.
        part, _, said = _said("decrypt", str(path), "--key", str(key)).strip().partition("\n")
        assert json.loads(said)["owner"] == owner
        steps.append(board.add_decryption(after=steps[-1].event, owner=owner, decryption=part))
    verify(archive=written(folder, election.uuid, steps))
    assert accepted_by_tool(folder)


def _said(*words: str) -> str:
    told = CliRunner().invoke(command, list(words))
    assert told.exit_code == 0, told.output
    return told.stdout
