"""Whose name and seal stand under a document.

The pack's `documents.yaml` says how the country derives the signatory from the office's name and how its seals look:

    seal: {shape: square, ending: 인}
    signatory:
      ko: [{ends: 부, add: 장관}, {ends: "", add: 장}]
      en: [{ends: "", before: "Head of "}]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.models import Office
from madang.framework.law import load_pack, pack
from madang.framework.values import Refusal


class NoSuchOffice(Refusal):
    """The office that should issue the document is not known here."""

    code = "documents.no_such_office"
    says = _("The office {office} is not registered, so it cannot issue documents. Register the office first.")
    status = 404


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuer:
    """The agency that answers for a document, the head who signs, and the letters of the seal.

    `seal_shape` is `square` (one letter a field, columns from right to left) or `round` (words, one a line).
    """

    office_code: str
    agency: str
    signatory: str
    seal_letters: Sequence[str]
    seal_shape: str = "square"


def issuer_of_office(*, code: str, language: str) -> Issuer:
    """The issuer that the office `code` is, named in `language`; NoSuchOffice when it is not registered."""
    office = _office(code)
    rules = _rules(pack().code)
    name = office.name_in(language)
    native = pack().languages[0]
    agency = _agency(office, name=name, native=language.startswith(native))
    full = name if office.name != name or not agency or name.startswith(agency) else _joined(agency, name)
    signatory = _signatory(full, rules.get("signatory", {}).get(language[:2], ()))
    return Issuer(
        office_code=code,
        agency=agency,
        signatory=signatory,
        seal_letters=_letters(office.name, rules, native),
        seal_shape=rules.get("seal", {}).get("shape", "round"),
    )


def _office(code: str) -> Office:
    """What a document says of the office, and no more: this is asked for every one that is issued."""
    names = ("code", "name", "name_en", "agency")
    for row in Office.objects.filter(code=code).values_list(*names):
        return Office(**dict(zip(names, row, strict=True)))
    raise NoSuchOffice(office=code)


@cache
def _rules(country: str) -> Mapping[str, Any]:
    """The pack's rules for signatories and seals; read once."""
    return load_pack(country).data("documents") or {}


def _agency(office: Office, *, name: str, native: bool) -> str:
    return (office.agency or name) if native else name


def _joined(agency: str, name: str) -> str:
    """`서울특별시 종로구` and `종로구청` make `서울특별시 종로구청`; what they do not share stands side by side."""
    last = agency.rsplit(" ", 1)[-1]
    return agency[: -len(last)] + name if name.startswith(last) else f"{agency} {name}"


def _signatory(name: str, rules: Sequence[Mapping[str, Any]]) -> str:
    rule = next((rule for rule in rules if name.endswith(rule.get("ends", ""))), {})
    return f"{rule.get('before', '')}{name}{rule.get('add', '')}"


def _letters(name: str, rules: Mapping[str, Any], native: str) -> list[str]:
    """A seal is carved once, in the country's own language."""
    seal = rules.get("seal", {})
    if seal.get("shape") != "square":
        return name.split()
    return [*_signatory(name, rules.get("signatory", {}).get(native, ())).replace(" ", ""), *seal.get("ending", "")]
