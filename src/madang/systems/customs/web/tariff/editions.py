"""Editions of the tariff: for anybody what holds since when; tariff officers read tables in and decide on a colleague's."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.cases.clock import local_day
from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.duty import read_duty
from madang.systems.customs.formats.sheet import LARGEST
from madang.systems.customs.formats.tariff_table import LAYOUTS
from madang.systems.customs.models import TariffEdition
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff.editions_in_force import tariff_in_force
from madang.systems.customs.usecases.tariff.keep_editions import decide_edition, propose_edition
from madang.systems.customs.web.tariff.pages import spaced
from madang.systems.customs.web.tariff.saying import said
from madang.systems.customs.web.tariff.showing import regime_named


def _layouts() -> list[tuple[str, str]]:
    words = {
        "kcs": _("Tariff of the Customs Service (data.go.kr 15051179)"),
        "wits": _("TRAINS of UNCTAD, as WITS gives it"),
    }
    return [(code, words.get(code, code)) for code in sorted(LAYOUTS)]


class EditionForm(forms.Form):
    """A published table and the day from which it holds."""

    file = forms.FileField(
        label=gettext_lazy("The published table"),
        help_text=gettext_lazy(
            "A workbook (XLSX) or CSV, at most 100 MB. It is taken whole or refused with every fault."
        ),
    )
    layout = forms.ChoiceField(label=gettext_lazy("Whose table it is"), choices=_layouts)
    source = forms.CharField(
        label=gettext_lazy("Where you read it"),
        help_text=gettext_lazy("Publisher, number and day of the publication."),
        max_length=300,
    )
    takes_effect_on = DateField(
        label=pgettext_lazy("tariff edition", "Holds from"), help_text=gettext_lazy("Tomorrow at the earliest.")
    )


@open_to(ANYONE)
@require_safe
def editions(request: ActorRequest) -> HttpResponse:
    """Those that hold or will; tariff officers see those that wait, too."""
    keeps = request.actor.has_duty(TARIFF)
    kept = TariffEdition.objects.defer("tables").order_by("-takes_effect_on", "-pk")
    shown = kept if keeps else kept.filter(state="approved")
    rows = [_facts(one) for one in shown[:200]]
    return render(request, "customs/tariff/editions.html", {"rows": rows, "keeps": keeps})


@open_to(officials(TARIFF))
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: ActorRequest) -> HttpResponse:
    """Read a table in."""
    posted = request.method == "POST"
    form = EditionForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        with ShownIn(form):
            made = propose_edition(
                data=read_upload(file=told["file"], limit=LARGEST),
                name=told["file"].name or "",
                layout=told["layout"],
                source=told["source"],
                takes_effect_on=told["takes_effect_on"],
                actor=request.actor,
                now=clock.now(),
            )
            return redirect("customs:edition", made.number)
    status = 422 if form.errors else 200
    return render(request, "customs/tariff/new_edition.html", {"form": form}, status=status)


@open_to(ANYONE)
@require_safe
def edition(request: ActorRequest, code: str) -> HttpResponse:
    """One edition: what it holds and what it changes."""
    keeps = request.actor.has_duty(TARIFF)
    held = _found(code)
    if held.state != "approved" and not keeps:
        raise Http404
    values = {
        **_facts(held),
        "left_out": [(_left_out(reason), count) for reason, count in sorted(held.left_out.items())],
        "changes": [_change(held, kind) for kind in ("added", "changed", "ended")],
        "kinds": [f"{regime_named(rule=kind)} ({kind})" for kind in held.kinds],
        "file": held.name,
        "digest": held.digest,
        "waits": keeps and held.state == "proposed",
        "own": keeps and officer(request.actor) == held.proposed_by,
        "steps": _steps(held) if keeps else [],
    }
    return render(request, "customs/tariff/edition.html", values)


@open_to(officials(TARIFF))
@require_http_methods(["POST"])
def decide(request: ActorRequest, code: str) -> HttpResponse:
    """A colleague's edition, approved or refused."""
    held = _found(code)
    decide_edition(number=held.number, approve="approve" in request.POST, actor=request.actor, now=clock.now())
    return redirect("customs:edition", held.number)


def _found(code: str) -> TariffEdition:
    held = TariffEdition.objects.defer("tables").filter(number=code).first() if code.isprintable() else None
    if held is None:
        raise Http404
    return held


def _facts(one: TariffEdition) -> dict[str, Any]:
    holds = one.state == "approved" and one.takes_effect_on <= local_day(clock.now())
    states = {
        "proposed": pgettext("tariff edition", "waits for a colleague"),
        "approved": pgettext("tariff edition", "holds")
        if holds
        else pgettext("tariff edition", "approved, in time to come"),
        "refused": pgettext("tariff edition", "refused"),
    }
    return {
        "code": one.number,
        "source": one.source,
        "since": one.takes_effect_on,
        "lines": one.line_count,
        "rates": one.rate_count,
        "state": states[one.state],
        "holds": holds,
    }


def _change(held: TariffEdition, kind: str) -> dict[str, Any]:
    titles = {
        "added": _("Lines that get a rate"),
        "changed": _("Lines that bear other rates"),
        "ended": _("Lines that bear no rate any more"),
    }
    told = held.difference[kind]
    known = tariff_in_force().lines
    rows = [
        {
            "code": spaced(code=one["code"]),
            "url": reverse("customs:tariff_line", args=[one["code"]]) if one["code"] in known else "",
            "before": _rates(one["before"]),
            "after": _rates(one["after"]),
        }
        for one in told.get("lines", ())
    ]
    return {"title": titles[kind], "count": told["count"], "rows": rows, "more": told["count"] - len(rows)}


def _rates(kept: list[list[str]]) -> str:
    """Rates as they are kept, in words."""
    return ", ".join(f"{kind} {said(duty=read_duty(text=text))}" for kind, text in kept)


def _left_out(reason: str) -> str:
    """Why rows of the published table were not taken, in the reader's language."""
    words = {
        "a trade remedy; it belongs to measures.csv": _("trade remedies, which are entered as measures"),
        "a kind of rate that the pack does not know": _("a kind of rate that is not known here"),
        "a rate for an end use": _("rates for an end use"),
        "a duty by a reference price": _("duties by a reference price"),
        "a preference, whose agreement the table does not name": _(
            "preferences whose agreement the table does not name"
        ),
        "a subheading with several rates: an average is no rate": _(
            "subheadings with several rates, given as an average"
        ),
    }
    kind, _colon, rest = reason.partition(": ")
    if reason in words:
        return words[reason]
    return f"{kind}: {words[rest]}" if rest in words else reason


def _steps(held: TariffEdition) -> list[dict[str, Any]]:
    read = {"text": pgettext("tariff edition", "Read in"), "by": officer_name(held.proposed_by), "at": held.proposed_at}
    if held.decided_at is None:
        return [read]
    text = pgettext("tariff edition", "Decided")
    return [read, {"text": text, "by": officer_name(held.decided_by), "at": held.decided_at}]
