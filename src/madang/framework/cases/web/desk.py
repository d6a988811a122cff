"""The official's pages: worklist, case, panels, files."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.audit import Look, looked, record
from madang.framework.audit.purposes import declare
from madang.framework.audit.spoken import spoken
from madang.framework.cases import clock as case_clock
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import OPEN, State
from madang.framework.cases.listing import row_of
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Answer
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.cases.web import attachments, desk_forms, showing
from madang.framework.cases.wording import DESK_STATES, state_title
from madang.framework.cases.worklist import COUNTED, Filters, worklist
from madang.framework.identity.access import ANY_OFFICIAL, open_to
from madang.framework.identity.actor import name_in
from madang.framework.identity.models import Account, Office
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Refusal, clock

PURPOSE = declare(gettext_noop("Handling the case"))


def handled(request: ActorRequest, number: str) -> Case:
    """The case, if the actor's office has it. Raises NotYourOffice."""
    case = get_object_or_404(Case, number=number)
    require_handler(actor=request.actor, case=case)
    return case


@open_to(ANY_OFFICIAL)
@require_safe
def cases(request: ActorRequest) -> HttpResponse:
    """The worklist of this member, the most urgent first."""
    chosen = Filters(
        office=request.GET.get("office", ""),
        procedure=request.GET.get("procedure", ""),
        state=request.GET.get("state", ""),
        mine=request.GET.get("mine") == "1",
        late=request.GET.get("late") == "1",
    )
    page = worklist(request.actor, now=clock.now(), filters=chosen, after=request.GET.get("after", ""))
    values = {
        "page": page,
        "chosen": chosen,
        "many": page.count > COUNTED,
        "counted": COUNTED,
        "later_page": bool(request.GET.get("after")),
        "states": [(state.value, str(DESK_STATES[state])) for state in State if state in OPEN],
    }
    return render(request, "cases/worklist.html", values)


@open_to(ANY_OFFICIAL)
@require_safe
def case(request: ActorRequest, number: str) -> HttpResponse:
    """The case: timeline, what the exchange answers, the decision. Each view is in the audit trail."""
    found = handled(request, number)
    with transaction.atomic():
        _note_view(request, found, what="cases.viewed")
        _tell_subject(request, found)
    return case_page(request, found)


def _taken_by(found: Case) -> str:
    """Who has the case in hand, in the reader's script."""
    latin = (
        Account.objects.filter(pk=found.taken_by).values_list("name_en", flat=True).first() if found.taken_by else ""
    )
    return name_in(language=get_language() or "", native=found.taken_by_name, latin=latin or "")


def case_page(request: ActorRequest, found: Case, *, forms: Any = None, refusal: Refusal | None = None) -> HttpResponse:
    """The page; after a refused act with what was typed and the sentence, and the refusal's status."""
    now = clock.now()
    procedure = procedures.get(found.procedure)
    office = Office.objects.filter(code=found.office_code).first()
    values = {
        "case": row_of(found, today=case_clock.local_day(now)),
        "state_title": state_title(found.state, desk=True),
        "office": office.name_in(get_language() or "") if office else found.office_code,
        "taken_by": _taken_by(found),
        "mine": found.taken_by is not None and found.taken_by == request.actor.account_id,
        "timeline": showing.timeline_of(found, desk=True),
        "facts": showing.facts_of(found),
        "files": attachments.files_of(found),
        "panels": procedure.all_panels(),
        "decisions": showing.decisions_of(found, desk=True),
        "supplements": showing.supplements_of(found),
        "objection": showing.objection_of(found),
        "legal_text": spoken(procedure.law_of(found)),
        "reason_texts": procedure.reason_texts,
        "version": found.version,
        "forms": forms or desk_forms.forms_for(found, actor=request.actor, now=now),
        "refusal": refusal,
    }
    return render(request, "cases/case.html", values, status=refusal.status if refusal else 200)


@open_to(ANY_OFFICIAL)
@require_safe
def panel(request: ActorRequest, number: str, code: str) -> HttpResponse:
    """What a neighbour answers, as a part for htmx or as a page of its own."""
    found = handled(request, number)
    wanted = procedures.get(found.procedure).panel(code)
    if wanted is None:
        raise Http404
    now = clock.now()
    try:
        answer = wanted.provide(found, request)
    except Refusal as refusal:
        answer = Answer(source="", at=now, missing=str(refusal))
    with transaction.atomic():
        _note_view(request, found, what="cases.panel_viewed", panel=code)
    values = {"title": wanted.title, "answer": answer, "number": number}
    whole = request.headers.get("HX-Request") != "true"
    return render(request, "cases/panel_page.html" if whole else "cases/panel.html", values)


@open_to(ANY_OFFICIAL)
@require_safe
def file(request: ActorRequest, number: str, key: str) -> HttpResponse:
    """A file of the case."""
    found = handled(request, number)
    with transaction.atomic():
        _note_view(request, found, what="cases.file_read", file=key)
    return attachments.answer_file(found, key=key)


def _tell_subject(request: ActorRequest, found: Case) -> None:
    """Whom the case is about sees that an official opened it."""
    system = found.procedure.partition(".")[0]
    look = Look(system=system, subject=found.subject, what="cases.case", purpose=_(PURPOSE), case=found.number)
    looked(actor=request.actor, look=look, now=clock.now())


def _note_view(request: ActorRequest, found: Case, *, what: str, **detail: str) -> None:
    record(
        actor=request.actor,
        action=what,
        target=f"case:{found.number}",
        detail={"subject": str(found.subject), "office": found.office_code, **detail},
        now=clock.now(),
    )
