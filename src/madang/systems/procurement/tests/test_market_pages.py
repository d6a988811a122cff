"""The market's pages: a buyer writes and publishes, a business asks, everybody reads."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.procurement.domain.deadlines import date_faults
from madang.systems.procurement.domain.drafts import LotDraft, completeness_faults
from madang.systems.procurement.models import Award, PlannedPurchase, Question, Tender
from madang.systems.procurement.tests.market import OFFICE, PAPER, bid, drafted, published, supplier
from madang.systems.procurement.usecases.market.draft_tender import draft_of
from madang.systems.procurement.usecases.market.law import counted_by, notice_law, working
from madang.systems.procurement.usecases.market.load_demo import load_market_demo
from madang.systems.procurement.usecases.market.publish_tender import announced
from madang.systems.procurement.usecases.permissions import BUYER

pytestmark = pytest.mark.django_db
DESK = "/procurement/desk/"


def buyer(login: str, office: str = OFFICE) -> Client:
    """A browser in which a buyer of the office is signed in."""
    account = new_account(login)
    give_duty(account, BUYER, office=office)
    return signed_in(account)


def text(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def post(client: Client, path: str, **values: Any) -> HttpResponse:
    return client.post(path, values)


def local(days: int, hour: int = 10) -> str:
    return f"{timezone.localtime(clock.now()) + timedelta(days=days):%Y-%m-%d}T{hour:02d}:00"


COPY_PAPER = {"title": "Copy paper", "kind": "goods", "description": "A4"}
HOW = {"ground": "open_competition", "award_by": "lowest_price"}
ITEM = {"lot": 1, "title": "A4 paper", "unspsc": "14111500", "quantity": "2000", "unit": "RM"}


def dates() -> dict[str, str]:
    return {"questions_until": local(5), "closes_at": local(8), "opens_at": local(8, 11)}


def written(clerk: Client) -> str:
    """A draft by the wizard; the address of its page."""
    steps = {"what": COPY_PAPER, "lot": {"lot_title": "Paper", "estimated": "50000000"}, "how": HOW, "dates": dates()}
    for code, values in steps.items():
        assert post(clerk, f"{DESK}new/0/{code}/", go="next", **values).status_code == 302
    assert "Open tender: Open competition" in text(clerk, f"{DESK}new/0/summary/")
    return str(post(clerk, f"{DESK}new/0/summary/", go="send")["Location"])


def completed(clerk: Client, page: str) -> None:
    """Items and criteria added and removed, everything changed once."""
    assert "Name at least one item" in text(clerk, page)
    assert post(clerk, f"{page}publish/").status_code == 422
    assert post(clerk, f"{page}item/", **{**ITEM, "unit": "ZZ"}).status_code == 422
    for _time in range(3):
        assert post(clerk, f"{page}item/", **ITEM).status_code == 302
    assert post(clerk, f"{page}criterion/", code="plan", title="Plan", points=40).status_code == 302
    assert "must sum to 100" in text(clerk, page)
    for part in ("criterion 0", "item 0 1", "item 0 0"):
        assert post(clerk, f"{page}remove/", part=part).status_code == 302
    for name, values in (("what", COPY_PAPER), ("how", HOW), ("dates", dates())):
        assert clerk.get(f"{page}{name}/").status_code == 200
        assert post(clerk, f"{page}{name}/", **values).status_code == 302
    assert "Nothing stands against publishing it" in text(clerk, page)


def test_a_buyer_writes_a_draft_that_nobody_else_sees_and_publishes_it() -> None:
    clerk, stranger, public = buyer("clerk"), buyer("stranger", "6110000"), Client(headers={"accept-language": "en"})
    assert "Your office has no tender yet" in text(clerk, DESK)
    page = written(clerk)
    number = Tender.objects.get().number
    completed(clerk, page)
    assert stranger.get(page).status_code == 404
    assert public.get(f"/procurement/tenders/{number}/").status_code == 404
    assert number not in text(public, "/procurement/")
    assert post(clerk, f"{page}publish/").status_code == 302
    assert "8 days left" in text(public, f"/procurement/tenders/{number}/")
    assert number in text(public, "/procurement/?q=a4+pap&state=published&kind=goods&from=" + local(7)[:10])
    assert number not in text(public, "/procurement/?from=" + local(9)[:10])
    for name in ("what", "item", "correct", "extend", "cancel"):
        assert post(stranger, f"{page}{name}/").status_code == 404
    assert post(clerk, f"{page}item/", **ITEM).status_code == 422


def test_a_buyer_answers_corrects_extends_and_cancels_before_all_eyes() -> None:
    clerk, public = buyer("clerk"), Client(headers={"accept-language": "en"})
    page = written(clerk)
    post(clerk, f"{page}item/", **ITEM)
    assert post(clerk, f"{page}publish/").status_code == 302
    tender = Tender.objects.get()
    shown = f"/procurement/tenders/{tender.number}/"
    asked = Question.objects.create(tender=tender, asker="1018100001", text="Split deliveries?", asked_at=clock.now())
    assert "Question about a tender" in text(clerk, "/desk/")
    assert "Split deliveries" not in text(public, shown)
    assert post(clerk, f"{page}questions/{asked.pk}/", answer="Yes").status_code == 302
    assert "Split deliveries" in text(public, shown)
    assert "1018100001" not in text(public, shown)
    assert "Question about a tender" not in text(clerk, "/desk/")

    form = {**COPY_PAPER, **dates(), "reason": "Wrong size", "lot 1 title": "Paper"}
    form |= {"lot 1 item 1 title": "A3 paper", "closes_at": local(9)}
    early = post(clerk, f"{page}correct/", **form)
    assert early.status_code == 422
    assert "By law bids may close on" in early.content.decode()
    assert post(clerk, f"{page}correct/", **{**form, "closes_at": local(13)}).status_code == 302
    assert post(clerk, f"{page}extend/", closes_at=local(14), reason="Holidays").status_code == 302
    for words in ("<del>A4 paper</del>", "<ins>A3 paper</ins>", "Wrong size", "Holidays", "14 days left"):
        assert words in text(public, shown)
    assert post(clerk, f"{page}cancel/", reason="").status_code == 422
    assert post(clerk, f"{page}cancel/", reason="No money").status_code == 302
    assert "No money" in text(public, shown)


def test_a_plan_becomes_a_tender_with_its_ocid() -> None:
    clerk, public = buyer("clerk"), Client(headers={"accept-language": "en"})
    assert "Nothing is planned yet" in text(clerk, f"{DESK}plans/")
    row = {"title": "Chairs", "kind": "goods", "method": "open", "month": "6", "estimated": "40000000"}
    assert post(clerk, f"{DESK}plans/new/", **row, year="1999").status_code == 422
    assert post(clerk, f"{DESK}plans/new/", **row, year=str(timezone.localdate(clock.now()).year)).status_code == 302
    assert "Chairs" not in text(public, "/procurement/plans/")
    assert post(clerk, f"{DESK}plans/").status_code == 302
    assert "Chairs" in text(public, "/procurement/plans/")
    held = PlannedPurchase.objects.get()
    assert 'value="Chairs"' in text(clerk, f"{DESK}new/{held.pk}/what/")
    assert buyer("stranger", "6110000").get(f"{DESK}new/{held.pk}/what/").status_code == 404


def test_the_demonstration_is_lawful_and_readable() -> None:
    now = clock.now()
    count = load_market_demo(now=now)
    assert count == Tender.objects.count() >= 40
    law = notice_law(on=timezone.localdate(now))
    for one in Tender.objects.exclude(state="draft"):
        draft = draft_of(tender=one)
        counted = announced(draft=draft, published_on=timezone.localdate(one.published_at))
        assert counted is not None
        assert date_faults(tender=counted, law=law, counted=counted_by(law=law), working=working) == []
        assert completeness_faults(draft=draft) == []
    public = Client(headers={"accept-language": "en"})
    listed = text(public, "/procurement/")
    assert "Close within a week" in listed
    shown = Tender.objects.filter(state="published").first()
    assert shown is not None
    assert shown.title in text(public, f"/procurement/tenders/{shown.number}/")
    assert public.get("/procurement/?format=csv").status_code == 200


def test_nobody_asks_who_is_not_signed_in() -> None:
    tender = published()
    public = Client(headers={"accept-language": "en"})
    assert "/sign-in/" in public.get(f"/procurement/tenders/{tender.number}/ask/")["Location"]
    assert public.get("/procurement/tenders/none/ask/").status_code == 302
    assert not Question.objects.exists()


def test_an_estimate_rests_on_past_awards() -> None:
    clerk, now = buyer("clerk"), clock.now()
    maker = supplier("1018100001")
    # 3,000, 3,200 and 9,000 won for a ream; boxes and pens do not count.
    for place, (minor, items) in enumerate(
        (
            (6_000_000, (PAPER,)),
            (6_400_000, (PAPER,)),
            (18_000_000, (PAPER,)),
            (500, (replace(PAPER, unit="BX"),)),
            (999, (PAPER, replace(PAPER, unspsc="44121700"))),
        )
    ):
        tender = drafted(lots=(LotDraft(title=f"Lot {place}", estimated=minor, items=items),))
        held = bid(tender, maker)
        Award.objects.create(
            number=f"A{place}",
            tender=tender,
            lot=held.lot,
            bid=held,
            supplier=maker,
            minor=minor,
            currency="KRW",
            decided_at=now,
            decided_by="x",
            standstill_until=now,
        )
    mine = drafted(lots=(LotDraft(title="Paper", estimated=1, items=(replace(PAPER, quantity=Decimal(10)),)),))
    page = f"{DESK}tenders/{mine.number}/"
    assert "rests on 3 awards" in text(clerk, page)
    assert post(clerk, f"{page}estimate/").status_code == 302
    mine.refresh_from_db()
    assert mine.estimated == 32_000
    shown = text(clerk, "/procurement/prices/?unspsc=14111500&unit=RM&quantity=10")
    assert "₩32,000" in shown
    assert "₩3,000 – ₩9,000" in shown


def test_prices_of_what_nobody_bought() -> None:
    public = Client(headers={"accept-language": "en"})
    assert "What it cost before" in text(public, "/procurement/prices/")
    asked = text(public, "/procurement/prices/?unspsc=14111500&unit=RM&quantity=10")
    assert "Nobody bought this in three years" in asked
    assert public.get("/procurement/prices/?unspsc=zz&unit=RM&quantity=x").status_code == 422


def test_programs_read_what_everybody_may_know() -> None:
    load_market_demo(now=clock.now())
    public = Client()
    found = public.get("/api/procurement/tenders", {"state": "published", "kind": "goods"}).json()
    assert found["total"] == len(found["tenders"]) > 3
    assert {one["state"] for one in found["tenders"]} == {"published"}
    asked = Question.objects.exclude(answer="").first()
    assert asked is not None
    shown = public.get(f"/api/procurement/tenders/{asked.tender.number}").json()
    assert {"text": asked.text, "answer": asked.answer}.items() <= shown["questions"][0].items()
    assert shown["lots"][0]["items"][0]["unspsc"]
    assert asked.asker not in str(shown)
    draft = Tender.objects.filter(state="draft").first()
    assert draft is not None
    refused = public.get(f"/api/procurement/tenders/{draft.number}")
    assert (refused.status_code, refused.json()["code"]) == (404, "procurement.no_such_tender")
    assert draft.number not in str(public.get("/api/procurement/tenders", {"q": draft.title}).json())
    assert public.get("/api/procurement/tenders", {"page": 0}).status_code == 422
