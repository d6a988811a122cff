"""We and Debian's belenios-tool read each other's elections."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from madang.systems.elections.domain.belenios import ceremony
from madang.systems.elections.domain.belenios.archive import Archive
from madang.systems.elections.domain.belenios.ballots import check_ballot, encrypt, tracking_number
from madang.systems.elections.domain.belenios.credentials import public_credential
from madang.systems.elections.domain.belenios.election import election_json, fingerprint, read_election
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.tally import check_partial_decryption, count
from madang.systems.elections.domain.belenios.tests.made import (
    ONE_FILE,
    accepted_by_tool,
    belenios_tool,
    small_election,
    told_by_the_one_file,
    written,
)
from madang.systems.elections.domain.belenios.trustees import check_trustee
from madang.systems.elections.domain.belenios.verify import Broken, verify

TEMPLATE = {
    "name": "An election of the peer",
    "description": "Ein “Versuch” / 시험",
    "questions": [
        {"answers": ["A", "B"], "min": 0, "max": 1, "question": "Q1?"},
        {"answers": ["A", "B"], "blank": True, "min": 1, "max": 1, "question": "Q2?"},
    ],
}
VOTES = ("[[1,0],[0,1,0]]", "[[0,0],[1,0,0]]", "[[0,1],[0,1,0]]")
GROUP = ("--group", "BELENIOS-2048")


def tool(folder: Path, *arguments: str, given: str = "") -> str:
    said = belenios_tool(*arguments, given=given, where=folder)
    assert said.returncode == 0, said.stderr
    return said.stdout


@pytest.mark.parametrize("threshold", [False, True])
def test_the_tool_and_our_verifier_accept_our_archive(threshold: bool, tmp_path: Path) -> None:
    made = small_election(threshold)
    path = written(tmp_path, made.election.uuid, made.steps())
    assert accepted_by_tool(tmp_path)
    assert told_by_the_one_file(path) == ""
    report = verify(archive=path)
    # Weights are 1, 2 and 3 where the trustees are a threshold, else all are 1.
    expected = ((4, 2), (2, 1, 1, 3)) if threshold else ((2, 1), (1, 1, 1, 1))
    assert report.counts == expected
    assert (report.voters, report.ballots, report.weight) == (3, 3, 6 if threshold else 3)


def test_the_verifier_in_one_file_stands_alone(tmp_path: Path) -> None:
    """Nothing but the file and Python, which in -I -S mode finds no installed package: gmpy2 is missing, too."""
    made = small_election()
    alone = tmp_path / "alone"
    alone.mkdir()
    copied = Path(shutil.copy(ONE_FILE, alone))
    path = written(tmp_path, made.election.uuid, made.steps())
    command = [sys.executable, "-I", "-S", str(copied), str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (said.returncode, said.stderr) == (0, "")
    assert "[[2, 1], [1, 1, 1, 1]]" in said.stdout
    former = written(tmp_path / "former", made.election.uuid, made.but(ballots=made.ballots[1:]).steps())
    said = subprocess.run([*command, str(former)], capture_output=True, text=True, check=False, timeout=120)
    assert (said.returncode, said.stdout.partition(":")[0]) == (1, "history")


def test_without_any_of_the_trustees_who_are_just_enough_nothing_is_opened() -> None:
    made = small_election(threshold=True)
    factors = {
        owner: check_partial_decryption(
            election=made.election,
            tally=made.tally.json,
            public_key=made.trustees.keys[owner - 1],
            decryption=decryption,
        )
        for owner, decryption in made.decryptions
    }
    assert count(election=made.election, trustees=made.trustees, tally=made.tally, factors=factors).json == made.result
    for missing in factors:
        others = {owner: given for owner, given in factors.items() if owner != missing}
        with pytest.raises(TrusteeRefused) as refused:
            count(election=made.election, trustees=made.trustees, tally=made.tally, factors=others)
        assert refused.value.code == "elections.trustee.missing"


def test_an_election_of_the_tool_is_verified_and_joined(tmp_path: Path) -> None:
    """The tool prepares and counts, two voters vote with it and one with us."""
    uuid = tool(tmp_path, "setup", "generate-token").strip()
    _prepared_by_tool(tmp_path, uuid)
    path = tmp_path / f"{uuid}.bel"
    with path.open("rb") as file:
        archive = Archive(file=file)
        election = read_election(raw=next(raw for raw in map(archive.data, archive.names) if '"questions"' in raw))
    secrets = [line.split()[-1] for line in (tmp_path / "private_creds.txt").read_text().splitlines()]
    for secret, vote in zip(secrets[:2], VOTES, strict=False):
        (tmp_path / "secret").write_text(secret)
        (tmp_path / "vote").write_text(vote)
        ballot = tool(tmp_path, "election", "generate-ballot", "--privcred", "secret", "--ballot", "vote")
        checked = check_ballot(election=election, ballot=ballot.strip())
        assert checked.credential == public_credential(uuid=uuid, secret=secret)
        assert checked.tracking == tool(tmp_path, "sha256-b64", given=ballot.strip()).strip()
        tool(tmp_path, "archive", "add-event", "--type=Ballot", given=ballot)
    ours = encrypt(election=election, credential=secrets[2], choices=json.loads(VOTES[2]))
    tool(tmp_path, "archive", "add-event", "--type=Ballot", given=ours)
    early = tmp_path / "early"
    early.write_bytes(path.read_bytes())
    _counted_by_tool(tmp_path)
    with ThreadPoolExecutor(1) as executor:
        report = verify(archive=path, former=early, executor=executor)
    assert report.counts == ((4, 4), (2, 8, 0))
    assert told_by_the_one_file(path) == ""
    assert (report.fingerprint, report.weight) == (fingerprint(election=election), 10)
    assert tracking_number(ballot=ours) == tool(tmp_path, "sha256-b64", given=ours).strip()
    with pytest.raises(Broken, match="history"):
        verify(archive=early, former=path)


def _prepared_by_tool(folder: Path, uuid: str) -> None:
    (folder / "voters.txt").write_text("a@example.org,a,4\nb@example.org,b,2\nc@example.org,c,4\n")
    (folder / "template.json").write_text(json.dumps(TEMPLATE))
    tool(folder, "setup", "generate-credentials", "--uuid", uuid, *GROUP, "--file", "voters.txt")
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    next(folder.glob("*.privcreds")).rename(folder / "private_creds.txt")
    tool(folder, "setup", "generate-trustee-key", *GROUP)
    public = next(folder.glob("*.pubkey")).read_text()
    check_trustee(public=public.strip())
    (folder / "public_keys.jsons").write_text(public)
    tool(folder, "setup", "make-trustees")
    tool(folder, "setup", "make-election", "--uuid", uuid, *GROUP, "--template", "template.json")
    raw = (folder / "election.json").read_text().strip()
    # Written anew from its parts, it is the tool's to the byte.
    assert election_json(election=replace(read_election(raw=raw), raw="")) == raw
    tool(folder, "archive", "init")
    for name in ("election.json", "trustees.json", "public_creds.json"):
        (folder / name).unlink()


def _counted_by_tool(folder: Path) -> None:
    tool(folder, "archive", "add-event", "--type=EndBallots")
    tally = tool(folder, "election", "compute-encrypted-tally")
    tool(folder, "archive", "add-event", "--type=EncryptedTally", given=tally)
    key = next(folder.glob("*.privkey")).name
    opened = tool(folder, "election", "decrypt", "--privkey", key, "--trustee-id", "1")
    tool(folder, "archive", "add-event", "--type=PartialDecryption", given=opened)
    counts = tool(folder, "election", "compute-result")
    tool(folder, "archive", "add-event", "--type=Result", given=counts)


def test_a_trustee_with_the_tool_and_one_of_ours_hold_a_ceremony_together(tmp_path: Path) -> None:
    def step(number: int, *arguments: str, given: str = "") -> str:
        steps = ("setup", "generate-trustee-key-threshold", *GROUP, "--step", str(number))
        return tool(tmp_path, *steps, *arguments, given=given)

    step(1)
    theirs, key = next(tmp_path.glob("*.cert")), next(tmp_path.glob("*.key")).name
    ours = ceremony.new_seat()
    certificates = [theirs.read_text().strip(), ours.certificate]
    (tmp_path / "certs").write_text("".join(f"{one}\n" for one in certificates))
    step(2, "--certs", "certs")
    shares = [
        step(3, "--certs", "certs", "--key", key, "--threshold", "2").strip(),
        ceremony.share(seed=ours.seed, certificates=certificates, threshold=2),
    ]
    for place, shared in enumerate(shares):
        ceremony.check_share(certificates=certificates, place=place, threshold=2, shared=shared)
    routed = ceremony.route(shares=shares)
    accepted = [
        step(5, "--certs", "certs", "--key", key, given=routed[0]).strip(),
        ceremony.accept(seed=ours.seed, certificates=certificates, threshold=2, routed=routed[1]),
    ]
    (tmp_path / "polynomials").write_text("".join(f"{one}\n" for one in shares))
    given = "".join(f"{one}\n" for one in accepted)
    theirs_published = step(6, "--certs", "certs", "--polynomials", "polynomials", given=given).strip()
    published = ceremony.publish(certificates=certificates, threshold=2, shares=shares, accepted=accepted)
    assert published == theirs_published
    kept = ceremony.kept_key(seed=ours.seed, accepted=accepted[1])
    assert kept.public in published
