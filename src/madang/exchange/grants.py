"""Who may ask what, on which basis, and which fields come back: the country's law, in `countries/<code>/exchange.yaml`.

Deny by default. A grant names the asker (a system), the question, the fields (dotted below lists and parts; `*` is all),
the basis, and the purposes it serves. Several grants for one question add up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from madang.contracts.envelope import Basis, BasisKind, Envelope, law
from madang.contracts.message import Query, contract_name
from madang.exchange.refusals import NotGranted
from madang.framework.law import pack
from madang.framework.values import Party

EVERYTHING = "*"


class GrantBasis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what right: `law` with a citation, `consent`, or `own` (the subject asks)."""

    kind: BasisKind
    cite: str = ""


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the law's table."""

    asker: str
    query: str
    basis: GrantBasis
    fields: list[str] | str = EVERYTHING
    purposes: list[str] = []


class Hearing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which system may hear an event, and by what right."""

    hearer: str
    event: str
    cite: str = ""


class OwnLook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what right a system's own officials look at something in its books; `*` is any system."""

    system: str
    what: str
    cite: str


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    grants: list[Grant] = []
    events: list[Hearing] = []
    looks: list[OwnLook] = []


@dataclass(frozen=True, slots=True)
class Fields:
    """What may come back. `names` are dotted paths; None is everything."""

    names: frozenset[str] | None

    def cut(self, value: Any) -> Any:
        """The reply's plain data with nothing but the granted fields."""
        return value if self.names is None else _cut(value, _tree(self.names))


Tree = dict[str, "Tree"]


@lru_cache(maxsize=1024)
def _tree(names: frozenset[str]) -> Tree:
    root: Tree = {}
    for name in names:
        node = root
        for part in name.split("."):
            node = node.setdefault(part, {})
    return root


def _cut(value: Any, tree: Tree) -> Any:
    if isinstance(value, list | tuple):
        return [_cut(item, tree) for item in value]
    if not isinstance(value, dict) or not tree:
        return value
    return {key: _cut(item, tree[key]) for key, item in value.items() if key in tree}


@lru_cache(maxsize=8)
def table_of(folder: Path) -> Table:
    """The grants in this pack's folder."""
    path = folder / "exchange.yaml"
    found: Table = msgspec.convert(yaml.safe_load(path.read_text("utf-8")) or {}, Table)
    return found


@lru_cache(maxsize=8)
def _by_question(folder: Path) -> Mapping[tuple[str, str], tuple[Grant, ...]]:
    index: dict[tuple[str, str], list[Grant]] = {}
    for grant in table_of(folder).grants:
        index.setdefault((grant.asker, grant.query), []).append(grant)
    return {key: tuple(grants) for key, grants in index.items()}


def _covers(grant: Grant, envelope: Envelope) -> bool:
    if grant.basis.kind is not envelope.basis.kind:
        return False
    if envelope.basis.kind is BasisKind.LAW:
        return bool(envelope.basis.cite) and grant.basis.cite == envelope.basis.cite
    return True


def _union(grants: Iterable[Grant]) -> Fields:
    names: set[str] = set()
    for grant in grants:
        if grant.fields == EVERYTHING:
            return Fields(None)
        names.update(grant.fields)
    return Fields(frozenset(names))


def _concerns_its_subject(*, query: Query[Any], envelope: Envelope) -> bool:
    """A question about a person or party names the same one as its envelope, whom the log shows the look to."""
    party = getattr(query, "party", None)
    if isinstance(party, Party):
        return envelope.subject == party
    person = getattr(query, "person", None)
    return person is None or envelope.subject == Party.person(person)


def granted(*, query: Query[Any], envelope: Envelope) -> Fields:
    """The fields that may come back. Raises NotGranted; an unknown question, asker or basis is a no."""
    if type(query).PUBLIC:
        return Fields(None)
    name = contract_name(type(query))
    grants = _by_question(pack().folder).get((envelope.sender, name), ())
    covering = [grant for grant in grants if _covers(grant, envelope)]
    if not covering or not _concerns_its_subject(query=query, envelope=envelope):
        raise NotGranted(asker=envelope.sender, question=name)
    return _union(covering)


@lru_cache(maxsize=256)
def _cite(folder: Path, asker: str, name: str, purpose: str) -> str:
    grants = [grant for grant in _by_question(folder).get((asker, name), ()) if grant.basis.kind is BasisKind.LAW]
    return next((grant.basis.cite for grant in grants if not purpose or purpose in grant.purposes), "")


def legal_basis(*, asker: str, question: type[Query[Any]], purpose: str = "") -> Basis:
    """The article on which the country lets `asker` put this question; without a grant what is asked on it is refused.

    Where several articles do, `purpose` says for which one of the grants it is asked.
    """
    return law(_cite(pack().folder, asker, contract_name(question), purpose))


def own_look_basis(*, system: str, what: str) -> str:
    """The article on which officials of `system` look at `what` (`population.person`) in its own books; empty without one."""
    found = {each.system: each.cite for each in table_of(pack().folder).looks if each.what == what}
    return found.get(system) or found.get(EVERYTHING, "")


def hearers(event: str) -> tuple[str, ...]:
    """The systems that may hear this event."""
    return tuple(hearing.hearer for hearing in table_of(pack().folder).events if hearing.event == event)
