"""Trustees and the credential authority, some with belenios-tool and some with ours, read and write each other's files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from madang.systems.elections.commands import command
from madang.systems.elections.domain.belenios import ceremony
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.belenios.channel import Seat
from madang.systems.elections.domain.belenios.election import new_uuid, read_election
from madang.systems.elections.domain.belenios.group import BELENIOS_2048, FixedBase, Group
from madang.systems.elections.domain.belenios.tests.made import belenios_tool
from madang.systems.elections.domain.belenios.trustees import read_private_key
from madang.systems.elections.domain.belenios.verify import verify

GROUP = ("--group", "BELENIOS-2048")
TEMPLATE = {
    "name": "n", "description": "d", "administrator": "a", "credential_authority": "c",
    "questions": [{"answers": ["A", "B"], "min": 1, "max": 1, "question": "Q?"}],
}  # fmt: skip


class Folder:
    """Where the files lie that go from one to another."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ours(self, *words: str | Path) -> str:
        """What our command says."""
        said = CliRunner().invoke(command, [str(word) for word in words])
        assert said.exit_code == 0, said.output
        return said.stdout

    def tool(self, *words: str, given: str = "") -> str:
        """What belenios-tool says."""
        said = belenios_tool(*words, given=given, where=self.path)
        assert said.returncode == 0, said.stderr
        return said.stdout

    def write(self, name: str, text: str) -> Path:
        """A file with that in it."""
        path = self.path / name
        path.write_text(text)
        return path

    def event(self, kind: str, text: str = "") -> None:
        """An event of the archive, by the tool."""
        self.tool("archive", "add-event", f"--type={kind}", given=text)


def _threshold(here: Folder) -> Path:
    """The first trustee is ours, the second the tool's, both are needed: threshold.json, .dkey files; the key of ours."""
    step = ("setup", "generate-trustee-key-threshold", *GROUP)
    key = here.path / "ours"
    certificate = here.ours("ceremony", "certificate", "--key", key)
    here.tool(*step, "--step", "1")
    theirs = next(here.path.glob("*.cert")).stem
    certs = here.write("certs", certificate + (here.path / f"{theirs}.cert").read_text())
    names = [line.split()[1] for line in here.ours("ceremony", "check", "--certs", certs).splitlines()]
    assert names[1] == theirs
    shared = here.ours("ceremony", "polynomial", "--certs", certs, "--key", key, "--threshold", "2")
    shared += here.tool(*step, "--step", "3", "--certs", "certs", "--key", f"{theirs}.key", "--threshold", "2")
    polynomials = here.write("polynomials", shared)
    here.ours("ceremony", "route", "--certs", certs, "--polynomials", polynomials, "--into", here.path)
    routed = [(here.path / f"{name}.vinput").read_text() for name in names]
    for name in names:
        (here.path / f"{name}.vinput").unlink()
    here.tool(*step, "--step", "4", "--certs", "certs", "--polynomials", "polynomials")
    assert [(here.path / f"{name}.vinput").read_text() for name in names] == routed
    vinput = here.path / f"{names[0]}.vinput"
    made = here.ours("ceremony", "output", "--certs", certs, "--key", key, "--vinput", vinput)
    made += here.tool(*step, "--step", "5", "--certs", "certs", "--key", f"{theirs}.key", given=routed[1])
    outputs = here.write("outputs", made)
    published = here.ours("ceremony", "publish", "--certs", certs, "--polynomials", polynomials, "--outputs", outputs)
    last = here.tool(*step, "--step", "6", "--certs", "certs", "--polynomials", "polynomials", given=made)
    assert last == published
    here.write("threshold.json", published)
    return key


def _begun(here: Folder) -> tuple[str, list[str]]:
    """A board on which the tool put what all of them made; the election's identifier and the secrets of two voters."""
    uuid = new_uuid()
    here.write("public_keys.jsons", here.ours("new-key", "--private", here.path / "single"))
    roll = here.write("roll", "one\ntwo,,3\n")
    listed = here.ours("new-credentials", roll, "--uuid", uuid, "--secrets", here.path / "secrets")
    here.write("public_creds.json", listed)
    here.tool("setup", "make-trustees")
    (here.path / "threshold.json").unlink()
    here.write("template", json.dumps(TEMPLATE))
    here.tool("setup", "make-election", "--uuid", uuid, *GROUP, "--template", "template")
    here.tool("archive", "init")
    return uuid, [line.split()[1] for line in (here.path / "secrets").read_text().splitlines()]


def test_a_ceremony_with_belenios_tool_and_ours_side_by_side(tmp_path: Path) -> None:
    """One trustee without whom nothing is opened, two of a threshold; the tool verifies what all of them brought about."""
    here = Folder(tmp_path)
    key = _threshold(here)
    uuid, secrets = _begun(here)
    election = read_election(raw=(tmp_path / "election.json").read_text().strip())
    here.write("vote", "[[1,0]]")
    here.write("secret", secrets[0])
    here.event("Ballot", here.tool("election", "generate-ballot", "--privcred", "secret", "--ballot", "vote"))
    for name in ("election.json", "trustees.json", "public_creds.json"):
        (tmp_path / name).unlink()
    here.event("Ballot", encrypt(election=election, credential=secrets[1], choices=[[0, 1]]))
    here.event("EndBallots")
    here.event("EncryptedTally", here.tool("election", "compute-encrypted-tally"))
    archive = tmp_path / f"{uuid}.bel"
    here.event("PartialDecryption", here.ours("decrypt", archive, "--key", tmp_path / "single"))
    # The first line of all outputs is ours.
    sealed = here.write("output", (tmp_path / "outputs").read_text().partition("\n")[0])
    here.event("PartialDecryption", here.ours("decrypt-threshold", archive, "--key", key, "--decryption-key", sealed))
    theirs = next(tmp_path.glob("*.key")).stem
    dkeys = ("--key", f"{theirs}.key", "--decryption-key", f"{theirs}.dkey")
    here.event("PartialDecryption", here.tool("election", "decrypt-threshold", *dkeys, "--trustee-id", "3"))
    here.event("Result", here.tool("election", "compute-result"))
    here.tool("election", "verify")
    # The second voter's vote counts three times, as the list of identities says.
    assert verify(archive=archive).counts == ((1, 3),)
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("ours", "single", "secrets")} == {0o600}
    wrong = CliRunner().invoke(
        command, ["decrypt", str(archive), "--key", str(tmp_path / "single"), "--trustee-id", "2"]
    )
    assert "single: this is not the key of trustee 2, but of trustee 1" in wrong.output


def test_the_desks_file_says_all_that_a_trustee_needs_and_no_power_of_a_secret_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, (own, other) = Folder(tmp_path), [ceremony.new_seat() for _ in range(2)]
    certificates = [own.certificate, other.certificate]
    key, desk = here.write("key", own.seed), {"group": "BELENIOS-2048", "threshold": 2, "certificates": certificates}
    raised = set[int]()
    kept, tabled = Group.power, FixedBase.power

    def power(self: Group, *, base: int, exponent: int) -> int:
        raised.add(exponent)
        return kept(self, base=base, exponent=exponent)

    def table(self: FixedBase, exponent: int) -> int:
        raised.add(exponent)
        return tabled(self, exponent)

    monkeypatch.setattr(Group, "power", power)
    monkeypatch.setattr(FixedBase, "power", table)
    file = here.write("desk.json", json.dumps(desk | {"routed": ""}))
    shares = [here.ours("ceremony", "polynomial", "--certs", file, "--key", key).strip()]
    early = CliRunner().invoke(command, ["ceremony", "output", "--certs", str(file), "--key", str(key)])
    assert "desk.json: what the others sealed for you is not in it yet" in early.output
    shares.append(ceremony.share(seed=other.seed, certificates=certificates, threshold=2))
    file.write_text(json.dumps(desk | {"routed": ceremony.route(shares=shares)[0]}))
    made = here.ours("ceremony", "output", "--certs", file, "--key", key).strip()
    ceremony.check_output(certificates=certificates, threshold=2, shares=shares, place=0, accepted=made)
    private = ceremony.kept_key(seed=own.seed, accepted=made).private
    seat = Seat(own.seed, BELENIOS_2048)
    assert raised
    assert raised.isdisjoint({seat.signing, seat.decryption, read_private_key(raw=private, group=BELENIOS_2048)})


def test_what_cannot_be_used_is_refused_with_a_sentence_that_names_the_file(tmp_path: Path) -> None:
    here, seat = Folder(tmp_path), ceremony.new_seat()
    altered = json.loads(seat.certificate)
    altered["signature"]["response"] = "1"
    certs = here.write("certs", seat.certificate)
    key, foreign = here.write("key", seat.seed), here.write("foreign", ceremony.new_seat().seed)
    bad = here.write("bad", json.dumps(altered))
    listed = ("--uuid", "1", "--secrets", here.path / "new")
    for words, says in (
        (("ceremony", "check", "--certs", bad), "bad: A trustee's certificate is not signed with the key in it."),
        (("ceremony", "check", "--certs", here.write("empty", "\n")), "empty: there is nothing in it."),
        (
            ("ceremony", "polynomial", "--certs", certs, "--key", bad, "--threshold", "1"),
            "bad: it is no key of a trustee",
        ),
        (("ceremony", "polynomial", "--certs", certs, "--key", key), "does not say how many trustees are to suffice"),
        (
            ("ceremony", "polynomial", "--certs", certs, "--key", foreign, "--threshold", "1"),
            "certs: The trustee's own certificate is not among those",
        ),
        (("ceremony", "output", "--certs", certs, "--key", key, "--vinput", bad), "bad: "),
        (("ceremony", "certificate", "--key", key), "key: it is there already"),
        (
            ("new-credentials", here.write("roll", "a\na"), *listed),
            "a stands there twice",
        ),
        (
            ("new-credentials", here.write("r", "a,,0"), *listed),
            "r: the weight in line 1",
        ),
        (("shuffle", bad), "bad: "),
    ):
        said = CliRunner().invoke(command, [str(word) for word in words])
        assert said.exit_code in {1, 2}
        assert says in said.output, said.output
    assert key.read_text() == seat.seed
    assert not (here.path / "new").exists()
