"""Every rule fires where it should and nothing fires where it should not: sound invoices, each broken in one place.

What must fire stands in fired.txt, made by running the rule set that ConnectingEurope publishes over the same files; where
ours says otherwise, the line says so, and docs/reference/en16931.md says why.
"""

import re
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from lxml import etree

from madang.systems.tax.formats.en16931 import syntax as facts
from madang.systems.tax.formats.en16931.reading import elements, read_document
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document, Group
from madang.systems.tax.formats.en16931.validate import BUSINESS_RULES, RULES, validate_document
from madang.systems.tax.formats.writing import qualified
from madang.systems.tax.tests.formats.mutation_table import TABLE
from madang.systems.tax.tests.formats.mutations import SYNTAXES, changed, rich

DIFFERENT = {
    UBL: {"BR-CO-25", "BR-DEC-13", "BR-DEC-15"},
    CII: {
        *("BR-CO-17", "BR-CO-25", "BR-DEC-13", "BR-DEC-15", "BR-S-01"),
        *("BR-O-01", "BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14"),
        *("BR-AF-01", "BR-AF-08", "BR-AF-09", "BR-AG-01", "BR-AG-08", "BR-AG-09"),
    },
}
"""Where we differ from the published rule set; a new difference fails."""
_RULE = re.compile(r"BR(-[A-Z]+)?-[0-9]+")


@cache
def expected() -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """Name and syntax: what fires by ours, and by the published rules."""
    lines = (Path(__file__).parent / "fired.txt").read_text(encoding="utf-8").splitlines()
    found = {}
    for name, syntax, *codes in (line.split() for line in lines if not line.startswith("#")):
        both = {code for code in codes if code.startswith("BR")}
        ours = both | {code[1:] for code in codes if code.startswith("+")}
        found[name, syntax] = ours, both | {code[1:] for code in codes if code.startswith("-")}
    return found


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_change_fires_what_the_published_rules_fire(syntax):
    fired = {}
    for name, changes in TABLE.items():
        document = read_document(data=changed(*changes, data=rich(syntax)))
        fired[name] = {one.rule.code for one in validate_document(document=document, rules=BUSINESS_RULES)}
    assert fired == {name: expected()[name, syntax][0] for name in TABLE}


def test_where_we_differ_from_the_published_rules_is_told_and_nowhere_else():
    for syntax in SYNTAXES:
        differences = [ours ^ theirs for (_name, which), (ours, theirs) in expected().items() if which == syntax]
        assert set().union(*differences) == DIFFERENT[syntax]


def test_every_business_rule_has_a_change_that_breaks_it_in_both_syntaxes():
    rules = {rule.code for rule in RULES if _RULE.fullmatch(rule.code)}
    for syntax in SYNTAXES:
        broken = set()
        for name in TABLE:
            rule = _RULE.match(name)
            if rule and rule[0] in expected()[name, syntax][0]:
                broken.add(rule[0])
        assert broken == rules


def test_a_rule_is_told_once_with_its_own_sentence_and_terms():
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert all(
        rule.says.endswith(".") and rule.terms
        for rule in RULES
        if rule.layer == "en16931" and _RULE.fullmatch(rule.code)
    )


def _broken(line: str, context: str, data: bytes) -> bytes | None:
    """The sound invoice with what the rule forbids put in; None for a rule that is more than a path or a count of one."""
    path = re.sub(r"count\((.*)\) (?:>|!=) [0-9]", r"\1", line).replace(
        "(cac:InvoiceLine|cac:CreditNoteLine)", "cac:InvoiceLine"
    )
    root = etree.fromstring(data)
    places = elements(root=root, path=context)
    if not places or not re.fullmatch(r"[@\w:/]+", path) or path.startswith("//"):
        return None
    if line.startswith("count") and "@" in path:
        return None
    for _ in range(3 if line.startswith("count") else 1):
        here = places[0]
        *way, last = path.split("/")
        for step in way:
            found = here.find(qualified(step))
            here = etree.SubElement(here, qualified(step)) if found is None else found
        if last.startswith("@"):
            here.set(last[1:], "x")
        else:
            etree.SubElement(here, qualified(last)).text = "x"
    return etree.tostring(root)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_rule_of_a_syntax_fires_when_its_element_is_there(syntax):
    lines = resources.files(facts).joinpath(f"{syntax.lower()}.txt").read_text(encoding="utf-8").splitlines()
    context, tried, silent = "/*", 0, []
    for line in (one for one in lines if not one.startswith("#")):
        if line.startswith("@ "):
            context = line[2:]
            continue
        code, _level, breaks = line.split(" ", 2)
        data = _broken(breaks, context, rich(syntax))
        if data is not None:
            tried += 1
            rule = next(rule for rule in RULES if rule.code == code)
            root = Group(code="BG-0", element=etree.fromstring(data), terms={}, groups={})
            if not list(rule.find(Document(syntax=syntax, root=root, credit_note=False, by_code={}))):
                silent.append(code)
    assert silent == []
    assert tried > len(lines) * 0.85
