"""Programs of the machine that only tests need: installed with apt where we may, named in one command where not."""

import os
import shutil
import subprocess
from dataclasses import dataclass

from madang.site.setup.checkout import say, step


@dataclass(frozen=True, slots=True)
class Program:
    """A program that some tests call: any of `names` on the PATH will do; `package` is Debian's."""

    names: tuple[str, ...]
    package: str
    serves: str


PROGRAMS = (
    Program(
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        "chromium-headless-shell",
        "journeys in a real browser",
    ),
    Program(("pdfsig",), "poppler-utils", "checking sealed PDFs with a foreign reader"),
    Program(("certutil",), "libnss3-tools", "telling pdfsig which root to trust"),
    Program(("qpdf",), "qpdf", "reading sealed PDFs byte by byte with a foreign reader"),
    Program(("openssl",), "openssl", "checking evidence with a foreign verifier"),
    Program(("xmlsec1",), "xmlsec1", "checking XML signatures with a foreign verifier"),
    Program(("softhsm2-util",), "softhsm2", "keys in a PKCS#11 device"),
    Program(("hledger",), "hledger", "reading the journal with a foreign accounting program"),
    Program(("belenios-tool",), "belenios-tool", "checking elections and ballots with a foreign verifier"),
    Program(("git",), "git", "checks over what is committed"),
)


def missing_programs() -> tuple[Program, ...]:
    """What this machine does not have."""
    return tuple(program for program in PROGRAMS if not any(map(shutil.which, program.names)))


def install_command(programs: tuple[Program, ...]) -> str:
    """The one command that installs `programs` on Debian."""
    root = "" if os.geteuid() == 0 else "sudo "
    return f"{root}apt-get install -y --no-install-recommends {' '.join(program.package for program in programs)}"


def provide_programs() -> None:
    """Installs what is missing as root on Debian; elsewhere says the command, and the tests that need it will fail."""
    missing = missing_programs()
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"Some tests will fail, as this machine lacks what they call:\n  {install_command(missing)}")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {', '.join(program.package for program in missing)} with apt"):
        subprocess.run(["apt-get", "update", "-q"], env=environment, capture_output=True, check=False)
        outcome = subprocess.run(install_command(missing).split(), env=environment, capture_output=True, check=False)
    if outcome.returncode:
        say(outcome.stderr.decode(errors="replace").strip())
        say(f"apt could not install them, and the tests that need them will fail: {install_command(missing)}")
