"""One bonded area and its history for anybody; cargo officers enter licences, suspensions and ends, and decide on those of
colleagues."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.areas import ActKind, AreaState, Standing
from madang.systems.customs.models import AreaDecision, BondedStore, CargoPort
from madang.systems.customs.usecases.areas.keep_areas import area_link, decide, facts_told, propose
from madang.systems.customs.usecases.areas.refusals import NoSuchArea
from madang.systems.customs.usecases.areas.standing import standing_of
from madang.systems.customs.usecases.cargo.who import may_report
from madang.systems.customs.usecases.declarations.offices import office_name
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.areas.forms import ActForm, LicenceForm
from madang.systems.customs.web.areas.listed import left_rows
from madang.systems.customs.web.areas.words import DECIDED, GROUNDS, KINDS, says
from madang.systems.customs.web.cargo.words import STORES, Names


@open_to(officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def new_area(request: ActorRequest) -> HttpResponse:
    """Enter a licence or a designation; of an area that is there its renewal."""
    names, mine = Names(), request.actor.offices(CARGO)
    codes = CargoPort.objects.filter(office__in=mine).order_by("code").values_list("code", flat=True)
    ports = [(code, names.port(code)) for code in codes]
    asked = request.GET.get("area", "")[:8]
    renewed = BondedStore.objects.filter(code=asked).first() if asked.isprintable() else None
    data = request.POST if request.method == "POST" else None
    form = LicenceForm(data, ports=ports, initial=_of(renewed) if renewed else {})
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = propose(entered=form.entered(), actor=request.actor, now=clock.now())
            messages.success(request, _("Entered. It counts once another cargo officer approves it."))
            return redirect(area_link(area=made.area))
    values = {"form": form, "renewed": renewed is not None}
    return render(request, "customs/areas/new_area.html", values, status=422 if form.errors else 200)


def _of(row: BondedStore) -> dict[str, Any]:
    """A renewal begins with what stands."""
    told = {name: getattr(row, name) for name in ("name", "name_en", "port", "keeper", "x", "y")}
    return told | {"area": row.code, "store_kind": row.kind}


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def area(request: ActorRequest, code: str) -> HttpResponse:
    """What it is today and was before. Its keeper and officers see what lies there once it ended."""
    store = BondedStore.objects.filter(code=code[:8]).first() if code.isprintable() else None
    waits = AreaDecision.objects.filter(area=code[:8], state="proposed").first() if code.isprintable() else None
    keeps = may(request.actor, "customs.keep_areas", store.office if store else waits.office if waits else "-")
    if store is None and not (waits and keeps):
        raise NoSuchArea(area=code[:8])
    now = standing_of(area=code, on=timezone.localdate())
    forms = _forms(request, now) if store and keeps and not waits else {}
    for form in forms.values():
        if form.is_bound and form.is_valid():
            with ShownIn(form):
                propose(entered=form.entered(area=code), actor=request.actor, now=clock.now())
                messages.success(request, _("Entered. It counts once another cargo officer approves it."))
                return redirect(area_link(area=code))
    values = _shown(request.actor, code, store, now, keeps) | {
        "acts": [{"code": kind.value, "title": KINDS[kind.value], "form": form} for kind, form in forms.items()],
        "waits": _decision(waits, request.actor) if waits and keeps else None,
        "may_renew": bool(store and keeps and not waits),
    }
    failed = any(form.errors for form in forms.values())
    return render(request, "customs/areas/area.html", values, status=422 if failed else 200)


@open_to(officials(CARGO))
@require_POST
def decide_area(request: ActorRequest, number: str) -> HttpResponse:
    """What a colleague entered is approved or refused."""
    row = decide(number=number, approve="approve" in request.POST, actor=request.actor, now=clock.now())
    there = BondedStore.objects.filter(code=row.area).exists()
    return redirect(area_link(area=row.area) if there else "customs:areas")


def _forms(request: ActorRequest, now: Standing) -> dict[ActKind, ActForm]:
    """A form for each thing that may be decided of it next."""
    kinds = now.next_acts
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    today = timezone.localdate()
    first = {kind: now.since if kind is ActKind.CLEARING else today for kind in kinds}
    return {
        kind: ActForm(request.POST if asked == kind.value else None, kind=kind, initial={"begins_on": first[kind]})
        for kind in kinds
    }


def _shown(actor: Actor, code: str, store: BondedStore | None, now: Standing, keeps: bool) -> dict[str, Any]:
    names = Names()
    kept = store is not None and may_report(actor=actor, business=store.keeper)
    facts: list[tuple[Any, Any]] = []
    if store is not None:
        facts = [
            (pgettext("cargo", "State"), says(one=now)),
            (pgettext("bonded area", "Kind"), STORES[store.kind]),
            (pgettext("cargo", "Port"), names.port(store.port)),
            (_("Customs office"), office_name(code=store.office, language=get_language() or "")),
        ]
    if store is not None and (kept or keeps):
        facts.append((_("Business number of the keeper"), store.keeper or "–"))
    ended = now.state is AreaState.ENDED and kept
    rows = AreaDecision.objects.filter(area=code, state="approved").order_by("-decided_at", "-pk")
    return {
        "code": code,
        "title": names.short(code) if store else code,
        "there": store is not None,
        "facts": facts,
        "ended": now.state is AreaState.ENDED,
        "clear_by": now.until if now.state is AreaState.ENDED else None,
        "left": left_rows(are={code: now}, names=names) if ended else None,
        "history": [_step(row, keeps or kept, keeps) for row in rows],
    }


def _step(row: AreaDecision, sees: bool, officers: bool) -> dict[str, Any]:
    """One decision; why is for its keeper and officers, by whom for officers."""
    return {
        "title": KINDS[row.kind],
        "days": _days(row),
        "ground": GROUNDS.get(row.ground, "") if sees else "",
        "text": row.text if sees else "",
        "by": f"{officer_name(row.proposed_by)}, {officer_name(row.decided_by)}" if officers else "",
        "number": row.number,
    }


def _days(row: AreaDecision) -> str:
    first, last = written.day(row.begins_on), written.day(row.last_on) if row.last_on else ""
    if row.kind in {"end", "clearing"}:
        return _("{day}, goods leave by {last}").format(day=first, last=last)
    return f"{first} – {last}".rstrip()


def _decision(row: AreaDecision, actor: Actor) -> dict[str, Any]:
    """What waits, as it was entered."""
    names = Names()
    facts: list[tuple[Any, Any]] = [
        (pgettext("cargo", "State"), DECIDED[row.state]),
        (pgettext("bonded area", "First day"), written.day(row.begins_on)),
        (_("Goods leave by") if row.kind in {"end", "clearing"} else pgettext("bonded area", "Last day"), _day(row)),
    ]
    if row.ground:
        facts.append((pgettext("bonded area", "Why"), GROUNDS[row.ground]))
    if row.store_kind:
        told = facts_told(row=row)
        facts += [
            (pgettext("bonded area", "Name"), f"{told.name} / {told.name_en}"),
            (pgettext("bonded area", "Kind"), STORES[told.store_kind.value]),
            (pgettext("cargo", "Port"), names.port(told.port)),
            (_("Business number of the keeper"), told.keeper or "–"),
        ]
    facts += [(_("What the paper says"), row.text), (_("Entered by"), officer_name(row.proposed_by))]
    return {"title": KINDS[row.kind], "number": row.number, "facts": facts, "own": row.proposed_by == officer(actor)}


def _day(row: AreaDecision) -> str:
    return written.day(row.last_on) if row.last_on else "–"
