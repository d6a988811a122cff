"""An election that Debian's belenios-tool sets up, verifies and tallies, in a folder of its own."""

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any

from madang.systems.elections.domain.belenios.tests.made import belenios_tool


class ToolElection:
    """One trustee, `voters` credentials, the given questions."""

    def __init__(self, *, folder: Path, questions: list[Any], group: str, voters: int) -> None:
        self.folder = folder
        self.uuid = self.run("setup", "generate-token").strip()
        named = ("--uuid", self.uuid, "--group", group)
        self.run("setup", "generate-credentials", *named, "--count", str(voters))
        next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
        listed = next(folder.glob("*.privcreds")).read_text().splitlines()
        self.credentials = [line.split()[1] for line in listed]
        self.run("setup", "generate-trustee-key", "--group", group)
        shutil.copy(next(folder.glob("*.pubkey")), folder / "public_keys.jsons")
        self.run("setup", "make-trustees")
        template = {"description": "d", "name": "n", "questions": questions, "administrator": "a"}
        (folder / "template.json").write_text(json.dumps(template | {"credential_authority": "c"}))
        self.run("setup", "make-election", *named, "--template", "template.json")
        self.text = (folder / "election.json").read_text().strip()
        self.run("archive", "init")
        for name in ("election.json", "trustees.json", "public_creds.json"):
            (folder / name).unlink(missing_ok=True)

    def run(self, *words: str, stdin: str = "", fails: bool = False) -> str:
        """What the tool prints; with `fails`, its complaint."""
        ran = belenios_tool(*words, given=stdin, where=self.folder)
        assert bool(ran.returncode) is fails, f"{words}: {ran.stderr[-1500:]}"
        return ran.stderr if fails else ran.stdout

    def cast(self, *, ballot: str) -> None:
        """Appends a ballot to the archive, as a server would."""
        self.run("archive", "add-event", "--type=Ballot", stdin=ballot)

    def refuses(self, *, ballot: str) -> str:
        """What the tool says against an archive with this ballot in it; the archive is afterwards as it was."""
        archive = self.folder / f"{self.uuid}.bel"
        kept = archive.read_bytes()
        self.cast(ballot=ballot)
        said = self.run("election", "verify", fails=True)
        archive.write_bytes(kept)
        return said

    def tally(self, *, shuffles: bool = False) -> Any:
        """Closes, tallies, decrypts and verifies; the result."""
        self.run("archive", "add-event", "--type=EndBallots")
        self._record("EncryptedTally", "compute-encrypted-tally")
        if shuffles:
            self._record("Shuffle", "shuffle", "--trustee-id=1")
            self.run("archive", "add-event", "--type=EndShuffles")
        key = next(self.folder.glob("*.privkey")).name
        self._record("PartialDecryption", "decrypt", "--privkey", key, "--trustee-id", "1")
        self._record("Result", "compute-result")
        self.run("election", "verify")
        with tarfile.open(self.folder / f"{self.uuid}.bel") as archive:
            files = [archive.extractfile(member) for member in archive]
            return json.loads(files[-2].read())["result"] if files[-2] else None

    def _record(self, event: str, *words: str) -> None:
        self.run("archive", "add-event", f"--type={event}", stdin=self.run("election", *words))
