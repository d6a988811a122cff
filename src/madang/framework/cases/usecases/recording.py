"""How every use case of a case writes: the row locked, the event appended, the audit, the listeners and the applicant told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases.domain.states import Happened, State, may_follow
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.cases.progress import tell
from madang.framework.cases.wording import event_title, moment, state_title
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal


class CaseMovedOn(Refusal):
    """Somebody changed the case since this page was opened."""

    code = "cases.moved_on"
    says = _(
        "{who} changed this case on {when} ({what}) while you had it open. Nothing of yours was saved; look at it again."
    )


class NotNow(Refusal):
    """The case does not stand where this is possible."""

    code = "cases.not_now"
    says = _("Case {number} is “{state}” now. This is not possible any more, or not yet.")


def locked(*, case: Case, version: int | None, event: Happened) -> Case:
    """The case as it is now, locked till the end of the transaction. Raises CaseMovedOn, NotNow."""
    current = Case.objects.select_for_update().get(pk=case.pk)
    if version is not None and current.version != version:
        raise moved_on(current)
    if not may_follow(state=State(current.state), event=event):
        raise NotNow(number=current.number, state=state_title(current.state))
    return current


def moved_on(case: Case) -> CaseMovedOn:
    """The refusal that tells who changed the case last, when and how."""
    last = CaseEvent.objects.filter(case=case).latest("id")
    return CaseMovedOn(who=last.actor_name or _("The system"), when=moment(last.at), what=event_title(last.kind))


def happen(
    *,
    case: Case,
    kind: Happened,
    actor: Actor,
    now: datetime,
    text: str = "",
    detail: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Save the changed case under its next version, append the event, audit it and tell the listeners."""
    case.version += 1
    case.save()
    return append(case=case, kind=kind, actor=actor, now=now, text=text, detail=detail)


def append(
    *, case: Case, kind: Happened, actor: Actor, now: datetime, text: str, detail: Mapping[str, Any] | None
) -> CaseEvent:
    """Append the event of a saved case, audit it and tell the listeners."""
    event = CaseEvent.objects.create(
        case=case,
        kind=kind.value,
        at=now,
        actor_kind=str(actor.kind),
        actor_account=actor.account_id,
        actor_name=actor.name,
        office_code=case.office_code,
        text=text,
        detail=dict(detail or {}),
    )
    tell(case=case, event=event)
    # Last, because the trail's chain stays locked from here to the end of the transaction.
    record(
        actor=actor,
        action=f"cases.{kind.value}",
        target=f"case:{case.number}",
        detail={"procedure": case.procedure, "office": case.office_code, "version": case.version},
        now=now,
    )
    return event
