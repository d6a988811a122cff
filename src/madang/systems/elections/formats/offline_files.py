"""Files on the machines of trustees and of the credential authority, as belenios-tool and the desk write them.

What cannot be used is refused with a sentence that names the file. Secrets go into new files that only their owner reads.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from madang.systems.elections.domain.belenios.ceremony import check_certificates
from madang.systems.elections.domain.belenios.channel import SEED
from madang.systems.elections.domain.belenios.election import BASE58
from madang.systems.elections.domain.belenios.group import Group, known_group
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.wire import Malformed

LARGEST = 30_000_000


class BadFile(Exception):
    """A file cannot be used: which, and why."""


@dataclass(frozen=True, slots=True)
class Round:
    """Where a threshold's ceremony stands: the certificates of all trustees in their order, how many are to suffice (0: the
    file does not say) and what was routed to this trustee (empty: not yet).
    """

    certificates: tuple[str, ...]
    group: Group
    threshold: int = 0
    routed: str = ""


@contextmanager
def about(path: Path) -> Iterator[None]:
    """Whatever is refused within is wrong in `path`."""
    try:
        yield
    except (TrusteeRefused, Malformed) as refused:
        raise BadFile(f"{path}: {refused}") from refused


def text_of(path: Path) -> str:
    """What stands in it."""
    if path.stat().st_size > LARGEST:
        raise BadFile(f"{path}: it is larger than any file of an election's trustees.")
    try:
        return path.read_text().strip()
    except UnicodeDecodeError as broken:
        raise BadFile(f"{path}: it is no text.") from broken


def lines_of(path: Path) -> list[str]:
    """Its lines without the empty ones."""
    found = [line.strip() for line in text_of(path).splitlines() if line.strip()]
    if not found:
        raise BadFile(f"{path}: there is nothing in it.")
    return found


def round_of(path: Path, *, group: Group) -> Round:
    """The certificates a line each, or the file that the desk gives out, which says the group itself; all signatures hold."""
    with about(path):
        given = _desk_file(path)
        found = given or Round(tuple(lines_of(path)), group)
        check_certificates(certificates=found.certificates, group=found.group)
    return found


def _desk_file(path: Path) -> Round | None:
    try:
        said = json.loads(text_of(path))
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or "certificates" not in said:
        return None
    listed, threshold, routed = said["certificates"], said.get("threshold"), said.get("routed")
    sound = isinstance(listed, list) and all(isinstance(one, str) for one in listed)
    if not (sound and isinstance(threshold, int) and isinstance(routed, str)):
        raise BadFile(f"{path}: it is not the file that the desk gives out for a trustee.")
    return Round(tuple(listed), known_group(str(said.get("group"))), threshold, routed)


def seed_of(path: Path) -> str:
    """The secret from which a trustee's keys of a ceremony follow."""
    found = text_of(path)
    if len(found) != SEED or any(letter not in BASE58 for letter in found):
        raise BadFile(f"{path}: it is no key of a trustee in a ceremony, which has {SEED} letters and digits.")
    return found


def sealed_key_of(path: Path) -> str:
    """The private key that a trustee sealed to itself: the whole output of the ceremony, or the sealed part alone (`.dkey`)."""
    found = text_of(path)
    try:
        said = json.loads(found)
    except (ValueError, RecursionError) as broken:
        raise BadFile(f"{path}: it is not what a trustee's last step of the ceremony wrote.") from broken
    sealed = said.get("private_key", found) if isinstance(said, dict) else None
    if not isinstance(sealed, str):
        raise BadFile(f"{path}: it is not what a trustee's last step of the ceremony wrote.")
    return sealed


@dataclass(frozen=True, slots=True)
class Roll:
    """The weight of each number of an election's roll."""

    uuid: str
    weights: dict[int, int]


def roll_of(path: Path) -> Roll:
    """The numbers and weights that the desk gives out to the credential authority."""
    try:
        said = json.loads(text_of(path))
        return Roll(str(said["uuid"]), {int(one["number"]): int(one["weight"]) for one in said["roll"]})
    except (ValueError, TypeError, KeyError, RecursionError) as broken:
        raise BadFile(
            f"{path}: it is not the roll that the desk gives out; a list of identities needs --uuid."
        ) from broken


def identities_of(path: Path) -> dict[str, int]:
    """The weight of each identity on the list: `identity`, `identity,login` or `identity,login,weight` a line."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines_of(path), 1):
        identity, _, rest = line.partition(",")
        weight = rest.partition(",")[2].strip() or "1"
        if not identity or any(sign.isspace() for sign in identity):
            raise BadFile(f"{path}: line {number} does not begin with an identity without spaces.")
        if not (weight.isascii() and weight.isdigit() and len(weight) < 10 and int(weight)):
            raise BadFile(f"{path}: the weight in line {number} is no whole number from 1 on.")
        if identity in found:
            raise BadFile(f"{path}: {identity} stands there twice, again in line {number}.")
        found[identity] = int(weight)
    return found


def write_secret(path: Path, text: str) -> None:
    """Only for whoever writes it, and never over something."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    except FileExistsError:
        raise BadFile(f"{path}: it is there already, and secrets are never written over something.") from None
    except OSError as failed:
        raise BadFile(f"{path}: it cannot be written ({failed.strerror}).") from failed
