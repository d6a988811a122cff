"""A case about a declaration or a certificate of materials, for its trader."""

from collections.abc import Mapping
from datetime import datetime

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.systems.customs.models import CustomsDeclaration, MaterialCertificate


def open_case_of(
    *,
    one: CustomsDeclaration | MaterialCertificate,
    procedure: str,
    data: Mapping[str, str],
    application: str,
    actor: Actor,
    now: datetime,
    office: str = "",
) -> Case:
    """Open it at its office, or at another one. The same `application` twice gives the same case."""
    return open_case(
        procedure=procedure,
        applicant=one.party,
        subject=one.party,
        office=office or one.office_code,
        data=data,
        actor=actor,
        now=now,
        application=f"customs:{application}",
        applicant_name=one.party_name,
    )
