"""docs/reference/en16931.md, made from the rules themselves, so that it stays true."""

from madang.systems.tax.formats.en16931.rule import Level, Rule
from madang.systems.tax.formats.en16931.terms import UBL
from madang.systems.tax.formats.en16931.validate import BUSINESS_RULES, EN16931, RULES

_HEAD = """# EN 16931: the rules that `./madang tax validate-invoice` applies

Made by `python -m madang.systems.tax.formats.en16931.reference` from the rules; a test keeps it true. `FILE.xml` is
UBL 2.1 (Invoice, CreditNote) or UN/CEFACT CII. The command prints the rules that fire, one a line, in the order below; `--say`
adds what each asks and where it is broken; it ends with 1 when one is fatal, with 2 when the file is no invoice.
`--layer peppol` adds the rules of Peppol BIS Billing 3.0. The standard's text calls BR-AF and BR-AG BR-IG and BR-IP.
"""
_UNCHECKED = """## Not applied

- BR-CO-05, BR-CO-06, BR-CO-07, BR-CO-08 (a reason's code and words agree): no program can tell; the published set passes.
- CII-DT-010, CII-DT-011, CII-DT-012: in the published set another rule takes their element first, so that they never fire.
- Peppol: only the rules listed under it; none of the national ones (DK, NO, SE, IT, IS, NL, DE, GR).

## Where ours and the published set differ

Compared with release 1.3.16 (2026-03-30) under Saxon-HE 13.1, each rule broken once in each syntax (`tests/fired.txt`).

| rule | syntax | published | ours |
|---|---|---|---|
| BR-CO-25 | both | left the set with 1.3.16 | applied, as the standard has it |
| BR-DEC-13, BR-DEC-15 | both | UBL compares a currency with nothing; in CII another total will do | applied |
| BR-S-01, BR-AF-01, BR-AG-01 | CII | passes when lines and charges alone use the category | the breakdown must have it |
| BR-O-01 | CII | passes when no part of the breakdown is out of scope | the breakdown must have it |
| BR-O-11 to BR-O-14 | CII | fire in pairs | each for its own group |
| BR-AF-08, BR-AF-09, BR-AG-08, BR-AG-09 | CII | cannot fail | applied as in UBL |
| BR-CO-17 | CII | not asked of a part without a rate | such a part bears no tax |
"""


def reference() -> str:
    """The whole page."""
    business = [rule for rule in RULES if rule.code.startswith("BR-")]
    parts = [_HEAD, _counts(), _table("EN 16931-1", business)]
    peppol = [rule for rule in RULES if rule.layer != EN16931]
    if peppol:
        parts.append(_table("Peppol BIS Billing 3.0 (`--layer peppol`)", peppol))
    return "\n".join([*parts, _UNCHECKED])


def _group(rule: Rule) -> str:
    words = rule.code.split("-")
    return "-".join(words[:2]) if words[0] in ("UBL", "CII", "PEPPOL") or not words[1].isdigit() else "BR"


def _counts() -> str:
    groups: dict[str, list[Rule]] = {}
    for rule in RULES:
        groups.setdefault(_group(rule), []).append(rule)
    lines = ["| group | rules | fatal | syntax |", "|---|---:|---:|---|"]
    for name, rules in groups.items():
        fatal = sum(rule.level is Level.FATAL for rule in rules)
        both = len(rules[0].syntaxes) > 1
        lines.append(f"| {name} | {len(rules)} | {fatal} | {'both' if both else rules[0].syntaxes[0]} |")
    lines.append(f"| all | {len(RULES)} | {sum(rule.level is Level.FATAL for rule in RULES)} | |")
    told = f"The {len(RULES) - len(BUSINESS_RULES)} others"
    facts = "the [tables of facts](../../src/madang/systems/tax/formats/en16931/syntax)"
    kinds = f"UBL ({sum(UBL in rule.syntaxes and rule.code.startswith('UBL') for rule in RULES)}) and CII"
    return "\n".join([*lines, "", f"{told} stand in {facts} of {kinds}, each with its path.", ""])


def _table(title: str, rules: list[Rule]) -> str:
    lines = [f"## {title}", "", "| rule | level | what it asks | terms |", "|---|---|---|---|"]
    lines += [f"| {rule.code} | {rule.level} | {rule.says} | {', '.join(rule.terms)} |" for rule in rules]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/reference/en16931.md").write_text(reference(), encoding="utf-8")
