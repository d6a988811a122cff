"""What tests need of the machine: apt is really run, here one that notes what it is asked and brings what it is told to."""

import os
from pathlib import Path

import pytest

from madang.site.setup import system_packages

# A package manager in the shape of apt-get: notes its words and its environment, and puts the programs on the PATH.
APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND $*" >> {notes}
[ "$1" = update ] && exit {update}
[ {install} = 0 ] || {{ echo "E: Unable to locate package qpdf" >&2; exit {install}; }}
for name in {programs}; do printf '#!/bin/sh\\n' > {place}/$name; /bin/chmod +x {place}/$name; done
"""


class Machine:
    """A machine with nothing but this apt."""

    def __init__(self, folder: Path) -> None:
        self.notes, self.place = folder / "notes", folder / "bin"
        self.place.mkdir()

    def give_apt(self, *, update: int = 0, install: int = 0) -> None:
        programs = " ".join(program.names[0] for program in system_packages.PROGRAMS)
        apt = self.place / "apt-get"
        apt.write_text(
            APT.format(notes=self.notes, update=update, install=install, programs=programs, place=self.place)
        )
        apt.chmod(0o755)

    def asked(self) -> list[str]:
        return self.notes.read_text().splitlines() if self.notes.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Root's, with an empty PATH."""
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(made.place))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return made


def test_root_on_debian_gets_what_is_missing_and_is_not_asked_anything(machine: Machine) -> None:
    machine.give_apt()
    assert system_packages.missing_programs() == system_packages.PROGRAMS
    system_packages.provide_programs()
    assert system_packages.missing_programs() == ()
    packages = " ".join(program.package for program in system_packages.PROGRAMS)
    assert machine.asked() == [
        "noninteractive update -q",
        f"noninteractive install -y --no-install-recommends {packages}",
    ]


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.give_apt()
    there = {"poppler-utils": "", "qpdf": "", "chromium": "google-chrome"}
    for name in [there.get(one.package, one.names[0]) for one in system_packages.PROGRAMS]:
        if not name:
            continue
        (machine.place / name).write_text("#!/bin/sh\n")
        (machine.place / name).chmod(0o755)
    system_packages.provide_programs()
    assert machine.asked()[-1].endswith(" poppler-utils qpdf")


def test_a_machine_that_has_all_is_left_alone(machine: Machine) -> None:
    machine.give_apt()
    system_packages.provide_programs()
    before = machine.asked()
    system_packages.provide_programs()
    assert machine.asked() == before


def test_lists_that_cannot_be_renewed_do_not_stop_the_installation(machine: Machine) -> None:
    machine.give_apt(update=100)
    system_packages.provide_programs()
    assert system_packages.missing_programs() == ()


def test_a_refusal_of_apt_is_told_with_its_own_words(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.give_apt(install=100)
    system_packages.provide_programs()
    told = capsys.readouterr().err
    assert "E: Unable to locate package qpdf" in told
    assert "the tests that need them will fail: apt-get install -y --no-install-recommends" in told


def test_an_ordinary_user_is_told_the_command_and_apt_is_not_run(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.give_apt()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system_packages.provide_programs()
    assert machine.asked() == []
    assert "sudo apt-get install -y --no-install-recommends" in capsys.readouterr().err
