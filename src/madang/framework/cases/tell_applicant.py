"""Messages about a case to its applicant."""

from datetime import datetime

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.notify import notify


def tell_applicant(*, case: Case, template: str, now: datetime, **values: object) -> None:
    """Send the applicant the message named `template` in the caller's transaction."""
    notify(
        party=case.applicant,
        template=template,
        values={"number": case.number, "title": procedures.get(case.procedure).title, **values},
        link=f"/my/cases/{case.number}/",
        now=now,
    )
