"""What may stand where in a declaration of WCO Data Model 3: the schema's facts, and every fault against them.

`declaration.txt` beside this file holds the facts (urn:wco:datamodel:WCO:DEC-DMS:2): each element, how often, its format.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from madang.framework.bulk.safe_xml import Element
from madang.framework.values import Fault
from madang.systems.customs.formats.amounts import CURRENCY, NUMBER

NAMESPACE = "urn:wco:datamodel:WCO:DEC-DMS:2"
TYPES = "urn:wco:datamodel:WCO:Declaration_DS:DMS:2"
MOMENT_ELEMENT = f"{{{TYPES}}}DateTimeString"
MOST_FAULTS = 100
MOMENT = re.compile(r"20\d{6}(\d{6}(Z|[-+]\d\d)?)?")
CHARACTERS = {"digits": re.compile(r"\d*", re.ASCII), "letters": re.compile(r"[a-zA-Z]*")}
NUMBERS = frozenset({"amount", "measure", "number"})
ATTRIBUTES = {"amount": frozenset({"currencyID"}), "measure": frozenset({"unitCode"})}
TEXT_ATTRIBUTES = frozenset({"schemeID", "schemeName", "listID", "listName", "listVersionID", "languageID", "name"})


@dataclass(frozen=True, slots=True)
class Rule:
    """An element: how often it stands, what kind of value it has ("" where it holds others), in which order its parts come."""

    name: str
    least: int
    most: int
    kind: str = ""
    size: str = ""
    codes: frozenset[str] = frozenset()
    parts: Mapping[str, tuple[int, "Rule"]] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """An element as it was read: its place, its text, its attributes, its parts by name."""

    place: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: dict[str, list["Part"]] = field(default_factory=dict)

    def one(self, name: str) -> "Part | None":
        """The part of this name."""
        found = self.parts.get(name)
        return found[0] if found else None

    def every(self, name: str) -> list["Part"]:
        """All parts of this name, in their order."""
        return self.parts.get(name, [])

    def at(self, path: str) -> "Part | None":
        """The part at a path of names."""
        found: Part | None = self
        for name in path.split("/"):
            found = found.one(name) if found else None
        return found

    def value(self, path: str) -> str:
        """The text at a path of names; empty where nothing stands."""
        found = self.at(path)
        return found.text if found else ""


@lru_cache(maxsize=1)
def declaration_rule() -> Rule:
    """The rule of the root element."""
    text = resources.files(__package__).joinpath("declaration.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return _rule(lines, 0)[0]


def _rule(lines: list[str], index: int) -> tuple[Rule, int]:
    line = lines[index]
    depth = len(line) - len(line.lstrip())
    name, often, *rest = line.split()
    least, most = often.split("..")
    parts: dict[str, tuple[int, Rule]] = {}
    index += 1
    while index < len(lines) and len(lines[index]) - len(lines[index].lstrip()) > depth:
        part, index = _rule(lines, index)
        parts[part.name] = (len(parts), part)
    kind, size, codes = (*rest, "", "", "")[:3]
    rule = Rule(
        name,
        int(least),
        10**6 if most == "*" else int(most),
        kind,
        size,
        frozenset(codes.split("|")) if codes else frozenset(),
        parts,
    )
    return rule, index


def read_shape(*, root: Element, faults: list[Fault]) -> Part:
    """The declaration as parts; appends every fault of its shape (at most a hundred)."""
    return _read(root, declaration_rule(), "/Declaration", faults)


def _read(element: Element, rule: Rule, place: str, faults: list[Fault]) -> Part:
    part = Part(place)
    if rule.kind == "moment":
        return _read_moment(element, part, faults)
    if rule.kind:
        part.text = " ".join((element.text or "").split()) if rule.kind != "text" else (element.text or "")
        part.attributes = {str(name): str(value) for name, value in element.attrib.items()}
        _judge(element, part, rule, faults)
        part.text = part.text.strip()
        return part
    _read_parts(element, rule, part, faults)
    return part


def _read_moment(element: Element, part: Part, faults: list[Fault]) -> Part:
    """A moment is a DateTimeString of the types' namespace, with the code of its form."""
    inner = element[0] if len(element) == 1 and element[0].tag == MOMENT_ELEMENT else None
    if inner is not None:
        part.text = inner.text or ""
        part.attributes = {"formatCode": str(inner.get("formatCode", ""))}
    if not MOMENT.fullmatch(part.text) or part.attributes.get("formatCode") not in ("102", "304"):
        says = f"{part.text[:40]!r} is no day of the form CCYYMMDD (102) or moment CCYYMMDDHHMMSS and zone (304)."
        _fault(faults, part.place, "not_a_day", says)
    return part


def _read_parts(element: Element, rule: Rule, part: Part, faults: list[Fault]) -> None:
    place = part.place
    if (element.text or "").strip():
        _fault(faults, place, "text_here", f"{rule.name} holds other elements and no text.")
    last = -1
    for child in element:
        name = str(child.tag).removeprefix(f"{{{NAMESPACE}}}")
        here = rule.parts.get(name)
        found = part.parts.setdefault(name, [])
        where = f"{place}/{name}" + (f"[{len(found) + 1}]" if here and here[1].most > 1 else "")
        if here is None:
            _fault(faults, where, "unknown_element", f"{rule.name} has no element {name[:60]}.")
            continue
        if here[0] < last:
            _fault(faults, where, "wrong_order", f"{name} stands too late in {rule.name}.")
        last = max(last, here[0])
        if len(found) == here[1].most:
            _fault(faults, where, "too_often", f"{name} stands more than {here[1].most} time(s) in {rule.name}.")
        found.append(_read(child, here[1], where, faults))
    for name, (_order, needed) in rule.parts.items():
        if needed.least and not part.parts.get(name):
            _fault(faults, f"{place}/{name}", "missing", f"{name} is missing in {rule.name}.")


def _judge(element: Element, part: Part, rule: Rule, faults: list[Fault]) -> None:
    """What is wrong with a value."""
    text = part.text
    if len(element):
        _fault(faults, part.place, "elements_here", f"{rule.name} is a value and holds no elements.")
    wrong = _wrong_attribute(part, rule)
    if wrong:
        _fault(faults, f"{part.place}/@{wrong}"[:200], "wrong_attribute", f"{rule.name} may not say {wrong[:60]} so.")
    if rule.kind in NUMBERS:
        if (code := _wrong_number(text.strip(), rule.size)) != "":
            _fault(faults, part.place, code, f"{text[:40]!r} is no number of the form {rule.size}.")
    elif not text.strip() or "\n" in text or "\r" in text:
        _fault(faults, part.place, "empty", f"{rule.name} is empty or goes over several lines.")
    elif _too_long(text, rule.size):
        _fault(
            faults,
            part.place,
            "wrong_length",
            f"{rule.name} has {len(text)} characters, {rule.size.strip('=')} are allowed.",
        )
    elif rule.kind in CHARACTERS and not CHARACTERS[rule.kind].fullmatch(text):
        _fault(faults, part.place, "wrong_characters", f"{rule.name} has {rule.kind} only.")
    elif rule.codes and text not in rule.codes:
        _fault(faults, part.place, "unknown_code", f"{text!r} is no code of {rule.name}.")


def _wrong_attribute(part: Part, rule: Rule) -> str:
    """The first attribute that the value may not have, or not so."""
    allowed = ATTRIBUTES.get(rule.kind, TEXT_ATTRIBUTES)
    for name, value in part.attributes.items():
        wrong_currency = name == "currencyID" and not CURRENCY.fullmatch(value)
        if name not in allowed or wrong_currency or (name == "unitCode" and not 1 <= len(value) <= 5):
            return name
    return ""


def _wrong_number(text: str, size: str) -> str:
    if not NUMBER.fullmatch(text):
        return "not_a_number"
    whole, _, fraction = text.lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    total, decimals = (int(one) for one in size.split("."))
    return "too_many_digits" if len(fraction) > decimals or len(whole.lstrip("0")) + len(fraction) > total else ""


def _too_long(text: str, size: str) -> bool:
    return len(text) != int(size[1:]) if size.startswith("=") else len(text) > int(size)


def _fault(faults: list[Fault], place: str, code: str, says: str) -> None:
    if len(faults) < MOST_FAULTS:
        faults.append(Fault(place[:300], says, f"wco.{code}"))
