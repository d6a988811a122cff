"""The front page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.menu import link
from madang.systems.portal.usecases.gather import gather_overview
from madang.systems.portal.web import rows, wording
from madang.systems.portal.web.addresses import of_system, search_page

PICTURES = frozenset({"moving", "birth", "bereavement", "marriage", "work", "hardship", "retirement", "divorce"})

MOST = 50


def life_events() -> list[dict[str, str]]:
    """The tiles: what happens in a life, as the country's pack names it, each leading to the services it needs."""
    language = get_language() or ""

    def worded(texts: dict[str, str]) -> str:
        return texts.get(language) or texts["en"]

    return [
        {
            "picture": static(f"portal/{event['code'] if event['code'] in PICTURES else 'life'}.svg"),
            "title": worded(event["title"]),
            "text": worded(event["summary"]),
            "url": of_system(system="civil", path=f"/life/{event['code']}/"),
        }
        for event in pack().data("civil/life_events") or ()
    ]


def waiting(actor: Actor) -> dict[str, Any]:
    """What waits for the person: to pay, to answer, to sign, messages."""
    party = actor.party
    if party is None:
        return {}
    glance = gather_overview(party=party, actor=actor, cases=MOST, charges=MOST, notices=5, tasks=MOST)
    answer = [row for row in map(rows.case, glance.cases.rows) if row["answer"]]
    pay = [row for row in map(rows.charge, glance.charges.rows) if row["open"]]
    sign = [rows.task(one) for one in glance.tasks.rows]
    return {
        "answer": answer,
        "pay": pay,
        "sign": sign,
        "notices": [rows.notice(one) for one in glance.notices.rows],
        "silence": wording.silence(glance.silent),
        "nothing": not answer and not pay and not sign,
        "count": len(answer) + len(pay) + len(sign),
    }


@open_to(ANYONE)
def home(request: ActorRequest) -> HttpResponse:
    """One search box, life events, what waits for the visitor, notices."""
    actor = request.actor
    values = {
        "search": search_page(),
        "events": life_events(),
        "verify": reverse("portal:verify"),
        "me": reverse("portal:me") if actor.party else "",
        "desk": reverse("portal:desk") if actor.duties else "",
        "sign_in": "" if actor.is_signed_in else link("identity:sign_in"),
        **waiting(actor),
    }
    return render(request, "portal/home.html", values)
