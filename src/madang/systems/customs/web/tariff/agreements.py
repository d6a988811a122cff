"""The country's trade agreements: who has part in them since when, which proof they take, what they say of origin."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from madang.framework.cases.clock import local_day
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values.clock import now
from madang.systems.customs.domain.agreements import Agreement, Topic
from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.web.tariff.forms import countries
from madang.systems.customs.web.tariff.showing import last_day, regime_named, source_named, spoken_cite
from madang.systems.customs.web.tariff.words import FORMULAS, OPERATIONS, PROOFS


@open_to(ANYONE)
@require_safe
def agreements(request: ActorRequest) -> HttpResponse:
    """All that the pack holds, the oldest first."""
    today = local_day(now())
    named = dict(countries())
    held = [(one, one.agreement) for one in regimes().values() if one.agreement is not None]
    held.sort(key=lambda pair: (not _stands(pair[1], today), pair[1].in_force or today, pair[0].code))
    rows = [
        {
            "code": one.code,
            "name": regime_named(rule=one.code),
            "parties": ", ".join(
                named.get(code, code) for code in sorted(one.origins) if one.admits(origin=code, on=today)
            ),
            "since": min((spans[0].start for spans in one.parties.values()), default=terms.in_force),
            "proof": proofs_said(agreement=terms),
        }
        for one, terms in held
    ]
    return render(request, "customs/tariff/agreements.html", {"rows": rows})


def _stands(terms: Agreement, today: date) -> bool:
    return terms.in_force is not None and terms.in_force <= today


@open_to(ANYONE)
@require_safe
def agreement(request: ActorRequest, code: str) -> HttpResponse:
    """One agreement, topic by topic, each with its article and where it was read."""
    one = regimes().get(code)
    if one is None or one.agreement is None:
        raise Http404
    named = dict(countries())
    values = {
        "name": regime_named(rule=code),
        "code": code,
        "parties": [
            {
                "name": named.get(origin, origin),
                "spans": [
                    {"since": span.start, "until": last_day(period=span)} for span in one.parties.get(origin, ())
                ],
            }
            for origin in sorted(one.origins)
        ],
        "topics": [_shown(topic, one.agreement) for topic in one.agreement.topics],
        "check": reverse("customs:origin_check") + f"?agreement={code}",
    }
    return render(request, "customs/tariff/agreement.html", values)


def proofs_said(*, agreement: Agreement) -> str:
    """Who may write the proof, in words."""
    return ", ".join(str(PROOFS.get(way, way)) for way in agreement.proof)


def _shown(topic: Topic, agreement: Agreement) -> dict[str, Any]:
    return {
        "title": _TITLES[topic.topic],
        "text": _said(topic, agreement),
        # An agreement named without an article says nothing that the page's title does not.
        "cite": spoken_cite(cite=topic.cite) if any(sign.isdigit() for sign in topic.cite) else "",
        "source": source_named(source=topic.source) if topic.source else "",
    }


_TITLES = {
    "in_force": gettext_lazy("In force since"),
    "proof": gettext_lazy("Proof of origin"),
    "approved_above": gettext_lazy("Only by an approved exporter above"),
    "months": gettext_lazy("A proof may be used for"),
    "waiver": gettext_lazy("No proof is asked for up to"),
    "cumulation": gettext_lazy("Cumulation"),
    "tolerance": gettext_lazy("Tolerated materials that keep their code"),
    "transport": pgettext_lazy("tariff", "Transport"),
    "operations": gettext_lazy("Minor operations that confer no origin"),
    "content": gettext_lazy("Formulas of value content"),
    "back_to_back": gettext_lazy("Back-to-back proofs"),
    "differentials": gettext_lazy("Rates that differ by party"),
    "stages": gettext_lazy("Annual cuts by category"),
}


def _said(topic: Topic, agreement: Agreement) -> str:
    match topic.topic:
        case "proof":
            return proofs_said(agreement=agreement)
        case "approved_above" | "waiver" | "months" | "in_force":
            return _measured(topic.topic, agreement)
        case "operations":
            return ", ".join(str(OPERATIONS[one]) for one in sorted(agreement.operations))
        case "content":
            return ", ".join(str(FORMULAS[one]) for one in agreement.content)
        case "tolerance":
            return _tolerance(topic)
        case "stages":
            told = " ".join(word for word in topic.value.split() if "=" in word)
            day = _("on the anniversary") if agreement.anniversary else _("on 1 January")
            return f"{told} ({day})"
        case _:
            return _plain(topic)


def _measured(topic: str, agreement: Agreement) -> str:
    if topic == "months" and agreement.months is not None:
        months = agreement.months
        return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}
    if topic == "in_force" and agreement.in_force is not None:
        return written.day(agreement.in_force)
    if topic == "waiver" and agreement.waiver is not None:
        amount = written.money(agreement.waiver.amount)
        return f"{amount} ({_('goods for private use')})" if agreement.waiver.private else amount
    return written.money(agreement.approved_above) if agreement.approved_above is not None else ""


def _tolerance(topic: Topic) -> str:
    percent, by, *chapters = topic.value.split()
    values = {"percent": percent, "chapters": ", ".join(chapters)}
    if by == "weight":
        return _("%(percent)s %% of the weight (chapters %(chapters)s)") % values
    return _("%(percent)s %% of the value (chapters %(chapters)s)") % values


def _plain(topic: Topic) -> str:
    words = {
        "bilateral": _("Materials of the other party count as one's own."),
        "regional": _("Materials of all parties count as one's own."),
        "controlled": _("Through other countries only under customs' control, unloaded and stored at most."),
        "direct": _("Without passing through other countries."),
        "intermediate": _(
            "A party on the way may issue a new proof for parts of a consignment that were not worked on."
        ),
    }
    if topic.topic == "differentials":
        return _(
            "The rate of the party that made the goods originate; of goods that the schedule lists only where %(share)s %% of "
            "the value were added there, else of the party that gave most."
        ) % {"share": topic.value}
    return str(words.get(topic.value, pgettext("tariff", "as the agreement says")))
