"""The kinds of documents that the register issues."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework.documents import DocumentKind, register
from madang.framework.values import Party
from madang.systems.population.usecases.permissions import REGISTRAR

VALIDITY = "population.validity.certificate"

KINDS = (
    ("population.abstract", _("Resident register abstract"), "population/abstract.typ"),
    ("population.register_copy", _("Resident register copy"), "population/register_copy.typ"),
    ("population.address_history", _("Certificate of address history"), "population/address_history.typ"),
    ("population.family_relations", _("Family relations certificate"), "population/family_relations.typ"),
    ("population.basic", _("Basic certificate"), "population/basic.typ"),
    ("population.marriage_certificate", _("Marriage relations certificate"), "population/marriage_certificate.typ"),
)


def _office(party: Party, content: Mapping[str, Any]) -> str:
    return str(content["office"])


def register_kinds() -> None:
    """Makes them known to the documents room."""
    for code, title, template in KINDS:
        of_person = code.rpartition(".")[2] in {"abstract", "register_copy", "address_history"}
        certifies = (
            _("We certify that this agrees with the resident register.")
            if of_person
            else _("We certify that this agrees with the register of family relations.")
        )
        register(
            DocumentKind(
                code=code,
                title=title,
                template=template,
                office=_office,
                valid_days=VALIDITY,
                certifies=certifies,
                readers=(REGISTRAR,),
            )
        )
