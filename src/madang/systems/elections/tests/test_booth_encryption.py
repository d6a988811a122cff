"""What the booth's JavaScript makes, before Debian's belenios-tool: its ballots are taken and counted, altered ones are not.

Belenios' own program is the other party here (package belenios-tool, 2.0); none of its code is used. The JavaScript
runs in node as it is served; the journey of the booth runs it in Chromium.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from madang.systems.elections.domain.belenios.ballots import check_ballot, tracking_number
from madang.systems.elections.domain.belenios.election import read_election
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.tests.made import belenios_tool
from madang.systems.elections.tests.belenios_tool import ToolElection

ROOM = Path(__file__).resolve().parents[1]
SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
QUESTIONS = [
    {"answers": ["A", "B", "C", "D", "E"], "min": 1, "max": 1, "question": "One of five"},
    {"answers": ["A", "B", "C"], "blank": True, "min": 1, "max": 2, "question": "One or two, or blank"},
    {"answers": ["A", "B"], "min": 0, "max": 2, "question": "Whom do you approve of?"},
]
RANKED = [{"type": "NonHomomorphic", "value": {"answers": ["A", "B", "C"], "question": "Rank them"}}]
VOTES = [
    [[1, 0, 0, 0, 0], [0, 1, 1, 0], [1, 1]],
    [[0, 0, 0, 0, 1], [1, 0, 0, 0], [0, 0]],
    [[0, 0, 0, 0, 1], [0, 0, 1, 0], [0, 1]],
]
Peer = Callable[..., Any]


@pytest.fixture(scope="module")
def browser_code(tmp_path_factory: pytest.TempPathFactory) -> Peer:
    """The browser's modules as they are served, run by node."""
    folder = tmp_path_factory.mktemp("booth")
    shutil.copytree(ROOM / "static" / "elections", folder / "elections")
    shutil.copy(ROOM / "tests" / "booth_peer.mjs", folder)
    (folder / "package.json").write_text('{"type": "module"}')

    def run(**job: Any) -> Any:
        command = ["node", str(folder / "booth_peer.mjs")]
        ran = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr[-2000:]
        return json.loads(ran.stdout)

    return run


def _ballots(browser_code: Peer, election: ToolElection, votes: list[Any]) -> list[dict[str, Any]]:
    voters = [{"credential": one, "votes": chosen} for one, chosen in zip(election.credentials, votes, strict=True)]
    made: list[dict[str, Any]] = browser_code(act="ballots", election=election.text, voters=voters)
    return made


@pytest.mark.timeout(180)
def test_belenios_takes_counts_and_verifies_our_ballots_and_refuses_altered_ones(
    browser_code: Peer, tmp_path: Path
) -> None:
    election = ToolElection(folder=tmp_path, questions=QUESTIONS, group="BELENIOS-2048", voters=3)
    # The last voter votes again: the last ballot of a credential counts.
    election.credentials.append(election.credentials[2])
    made = _ballots(browser_code, election, [*VOTES, VOTES[0]])
    _alterations_are_refused(browser_code, election, made[0]["ballot"])
    for one in made:
        assert tracking_number(ballot=one["ballot"]) == one["tracking"]
        assert json.loads(one["ballot"])["signature"]["hash"] == one["code"]
        # What the page tells of its proofs is what everybody else computes from them.
        checked = check_ballot(election=read_election(raw=election.text), ballot=one["ballot"])
        assert checked.commitments.hex() == one["commitments"]
        election.cast(ballot=one["ballot"])
    assert election.tally() == [[2, 0, 0, 0, 1], [1, 2, 2, 0], [2, 2]]


def _alterations_are_refused(browser_code: Peer, election: ToolElection, ballot: str) -> None:
    """Every part is bound to all others. These are signed after the change, so that a proof fails. Ours says which."""
    answers: dict[str, list[str | int]] = {
        "not_in_group": [0, "choices", 0, "beta"],
        "individual_proof": [1, "individual_proofs", 0, 0, "challenge"],
        "overall_proof": [0, "overall_proof", 0, "response"],
        "blank_proof": [1, "blank_proof", 1, "response"],
    }
    job = {"election": election.text, "credential": election.credentials[0], "votes": VOTES[0]}
    made = browser_code(act="forged", paths=[["answers", *one] for one in answers.values()], **job)
    assert "invalid ballot" in election.refuses(ballot=made[1])
    read = json.loads(ballot)
    read["signature"]["proof"]["response"] = "1"
    unsigned = json.dumps(read, separators=(",", ":"))
    for check, forged in zip([*answers, "signature"], [*made, unsigned], strict=True):
        with pytest.raises(BallotRefused) as refused:
            check_ballot(election=read_election(raw=election.text), ballot=forged)
        assert refused.value.check == check


@pytest.mark.timeout(180)
def test_belenios_shuffles_and_decrypts_our_ranked_ballots(browser_code: Peer, tmp_path: Path) -> None:
    election = ToolElection(folder=tmp_path, questions=RANKED, group="RFC-3526-2048", voters=2)
    votes = [[[3, 1, 2]], [[0, 255, 0]]]
    for one in _ballots(browser_code, election, votes):
        checked = check_ballot(election=read_election(raw=election.text), ballot=one["ballot"])
        assert checked.commitments.hex() == one["commitments"]
        election.cast(ballot=one["ballot"])
    (result,) = election.tally(shuffles=True)
    assert sorted(result) == sorted(chosen for (chosen,) in votes)


def test_an_opened_ballot_is_what_was_chosen_and_a_lying_device_is_caught(browser_code: Peer, tmp_path: Path) -> None:
    election = ToolElection(folder=tmp_path, questions=QUESTIONS, group="BELENIOS-2048", voters=1)
    (made,) = _ballots(browser_code, election, VOTES[:1])
    _python_agrees(made, json.loads(election.text))
    honest = {name: made[name] for name in ("unsigned", "votes", "opened")}
    assert "signature" not in honest["unsigned"], "what is published to be checked cannot be cast"
    lying = honest | {"votes": [[0, 1, 0, 0, 0], *made["votes"][1:]]}
    other = json.loads(json.dumps(honest))
    other["opened"][1][2] = str(int(other["opened"][1][2]) + 1)
    foreign = json.loads(json.dumps(honest))
    foreign["unsigned"]["election_hash"] = "x"
    files = [{"text": json.dumps(one), "code": made["code"]} for one in (honest, lying, other, foreign)]
    files.append({"text": json.dumps(honest), "code": made["tracking"]})
    checked = browser_code(act="opened", election=election.text, files=files)
    fine = {"sound": True, "wrong": [], "same": True}
    unsound = {"sound": False, "wrong": [], "same": False}
    assert checked == [fine, fine | {"wrong": [0]}, fine | {"wrong": [1]}, unsound, fine | {"same": False}]


def _python_agrees(made: dict[str, Any], election: dict[str, Any]) -> None:
    """alpha = g^r and beta = y^r g^m by Python's own powers; g and p follow from the public numbers of the specification."""
    modulus, generator = _belenios_2048()
    public = int(election["public_key"])
    for answer, votes, opened in zip(made["unsigned"]["answers"], made["votes"], made["opened"], strict=True):
        for choice, vote, random in zip(answer["choices"], votes, map(int, opened), strict=True):
            assert int(choice["alpha"]) == pow(generator, random, modulus)
            assert int(choice["beta"]) == pow(public, random, modulus) * pow(generator, vote, modulus) % modulus


def _belenios_2048() -> tuple[int, int]:
    """p and g as `group.js` writes them; that they are the specification's, the tool has said by taking the ballots."""
    words = (ROOM / "static" / "elections" / "group.js").read_text()
    parts = [words.split(f"const BELENIOS_{name} = ")[1].split(";")[0] for name in "PG"]
    digits = ["".join(one.split('"')[3::2]) for one in parts]
    return int(digits[0], 16), int(digits[1], 16)


def test_credentials_are_read_with_and_without_hyphens_and_mistakes_are_noticed(
    browser_code: Peer, tmp_path: Path
) -> None:
    named = ("--uuid", "1" * 14, "--group", "BELENIOS-2048")
    assert belenios_tool("setup", "generate-credentials", *named, "--count", "40", where=tmp_path).returncode == 0
    given = [line.split()[1] for line in next(tmp_path.glob("*.privcreds")).read_text().splitlines()]
    bare = [one.replace("-", "") for one in given]
    # Neighbours changed about, and one sign for the next: what people do when they copy.
    # The check is modulo 53 over 58 signs: two signs that are 53 apart change places unnoticed.
    apart = [abs(SIGNS.index(one[3]) - SIGNS.index(one[4])) for one in bare]
    swapped = [one[:3] + one[4] + one[3] + one[5:] for one, gap in zip(bare, apart, strict=True) if gap not in (0, 53)]
    assert browser_code(act="credentials", written=given) == given
    assert browser_code(act="credentials", written=[f" {one} " for one in bare]) == given
    wrong = [*swapped, "", bare[0][:-1], bare[0] + "1", bare[0].replace(bare[0][2], "0")]
    assert [one for one in browser_code(act="credentials", written=wrong) if one] == []
