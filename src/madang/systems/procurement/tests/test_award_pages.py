"""The pages of an award: the public's, the buyer's, the evaluator's and the supplier's."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import give_duty, signed_in
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.procurement.domain.words import AwardBy
from madang.systems.procurement.models import AbnormallyLow, Award, Complaint, Lot, PanelMember, Tender
from madang.systems.procurement.tests import award_rows as rows
from madang.systems.procurement.tests.award_rows import BUYER, NOW
from madang.systems.procurement.tests.test_award_lottery import lower_limit_lot, recomputed
from madang.systems.procurement.tests.test_award_panel import best_value_tender
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.award.explain_price import ask_explanation
from madang.systems.procurement.usecases.award.reveal_reserve_price import reveal_reserve_price

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def browser() -> Browser:
    """A browser of an account: an official with a duty, or the holder of a business's mandate."""

    def open_browser(account: Account, *, duty: str = "", office: str = "1741000", mandate: str = "") -> Client:
        if duty:
            give_duty(account, duty, office=office)
        return signed_in(account, mandate=mandate)

    return open_browser


def account(login: str, **values: Any) -> Account:
    return Account.objects.create(login=login, name=login, created_at=NOW, language="en", **values)


def supplier_browser(browser: Browser, place: int) -> Client:
    """The owner of the supplier, acting for it."""
    actor = rows.acting_for(rows.Supplier.objects.get(number=f"10000000{place:02d}"))
    assert actor.acting_for is not None
    found, _made = Account.objects.get_or_create(
        person=actor.person, defaults={"login": "owner", "name": "owner", "created_at": NOW, "language": "en"}
    )
    return browser(found, mandate=actor.acting_for.mandate_id)


def taken(desk: Client, base: str, step: str, given: dict[str, str]) -> None:
    """The step's page, and what it does."""
    assert desk.get(f"{base}{step}/").status_code == 200
    answer = desk.post(f"{base}{step}/", given)
    assert (answer.status_code, answer.headers.get("Location")) == (302, base), answer.content.decode()


def test_the_buyer_goes_from_the_lottery_to_the_award_and_a_bidder_complains(browser: Browser, tmp_path: Path) -> None:
    lot = lower_limit_lot()
    base = f"/procurement/tenders/{lot.tender.number}/award/"
    desk = browser(account("buyer"), duty=permissions.BUYER)
    first, second = (lot.bids.get(supplier__number=f"100000000{place}").number for place in (2, 3))
    assert Client().get(f"{base}opening-1.json").status_code == 404

    assert f"{base}desk/" in desk.get("/desk/").content.decode()
    for step, given in (
        ("reveal/1", {}),
        ("rank/1", {}),
        (f"review/{first}", {"points": "84.99", "reasons": "Two deliveries late"}),
        (f"review/{second}", {"points": "90", "reasons": "Sound"}),
        ("award/1", {"reasons": "First that passes the review"}),
    ):
        taken(desk, f"{base}desk/", step, given)
    award = Award.objects.get(lot=lot)
    assert award.bid.number == second
    assert f"{base}desk/" not in desk.get("/desk/").content.decode()
    early = desk.post(f"{base}desk/finalise/{award.number}/")
    assert early.status_code == 422
    assert "until then other bidders may complain" in early.content.decode()
    assert desk.get(f"{base}desk/").status_code == 200

    page = Client(headers={"accept-language": "en"}).get(base).content.decode()
    assert "Supplier 3" in page
    assert "failed the review of qualification" in page
    published = Client().get(f"{base}opening-1.json")
    assert recomputed(tmp_path, json.loads(published.content)).returncode == 0

    told = Message.objects.filter(template="procurement/awarded")
    assert sorted(told.values_list("party_key", flat=True)) == [f"100000000{place}" for place in range(1, 7)]
    loser = supplier_browser(browser, 1)
    assert loser.post(f"{base}complaint/1/", {"ground": ""}).status_code == 422
    assert loser.post(f"{base}complaint/1/", {"ground": "My price was lower."}).status_code == 302
    case = Complaint.objects.get().case
    assert case in Client().get(base).content.decode()
    reviewer = browser(account("reviewer"), duty=permissions.REVIEWER, office="MOFE-TB")
    assert "My price was lower." in reviewer.get(f"/cases/{case}/").content.decode()
    assert supplier_browser(browser, 3).post(f"{base}complaint/1/", {"ground": "x"}).status_code == 403


def test_strangers_are_kept_out(browser: Browser) -> None:
    lot = lower_limit_lot()
    base = f"/procurement/tenders/{lot.tender.number}/award/"
    other = browser(account("other"), duty=permissions.BUYER, office="1210000")
    assert [other.get(f"{base}desk/{path}").status_code for path in ("", "panel/", "reveal/1/")] == [403, 403, 403]
    assert other.post(f"{base}desk/reveal/1/").status_code == 403
    evaluator = browser(account("evaluator"), duty=permissions.EVALUATOR)
    assert evaluator.get(f"{base}evaluation/").status_code == 403
    desk = browser(account("buyer"), duty=permissions.BUYER)
    for wrong in ("reveal/x", "reveal/99999999999999999999", "bend/1", "review/nobody"):
        assert desk.get(f"{base}desk/{wrong}/").status_code == 404
    draft = Tender.objects.get(pk=lot.tender_id)
    draft.pk, draft.number, draft.ocid, draft.state = None, "DRAFT-1", "ocds-test-DRAFT-1", "draft"
    draft.save()
    assert Client().get("/procurement/tenders/DRAFT-1/award/").status_code == 404


def test_an_evaluator_declares_and_scores_without_seeing_prices(browser: Browser) -> None:
    tender, panel = best_value_tender()
    base = f"/procurement/tenders/{tender.number}/award/evaluation/"
    client = browser(Account.objects.get(pk=panel[0].account_id))
    assert tender.title in client.get("/procurement/evaluations/").content.decode()
    assert base in client.get("/desk/").content.decode()
    assert client.post(base, {"free": "no", "interest": ""}).status_code == 422
    assert client.post(base, {"free": "yes"}).status_code == 302
    page = client.get(f"{base}1/").content.decode()
    assert "90,000,000" not in page
    numbers = Lot.objects.get(tender=tender).bids.values_list("number", flat=True)
    scores = {f"{number} {code}": "30" for number in numbers for code in ("quality", "plan")}
    assert client.post(f"{base}1/", scores | {f"{numbers[0]} plan": "31"}).status_code == 422
    assert client.post(f"{base}1/", scores).status_code == 302
    assert base not in client.get("/desk/").content.decode()
    again = client.post(f"{base}1/", scores)
    assert again.status_code == 422
    sealed = PanelMember.objects.get(account=panel[0].account_id).scores.get()
    public = Client(headers={"accept-language": "en"}).get(f"/procurement/tenders/{tender.number}/award/")
    assert sealed.sha256 in public.content.decode()
    assert panel[0].name not in public.content.decode()
    desk = browser(account("buyer"), duty=permissions.BUYER)
    fourth = rows.make_evaluator("fourth")
    made = desk.post(f"/procurement/tenders/{tender.number}/award/desk/panel/", {"accounts": [str(fourth.account_id)]})
    assert made.status_code == 302
    assert "1 of 1 lots scored" in desk.get(f"/procurement/tenders/{tender.number}/award/desk/").content.decode()


def test_a_bidder_explains_a_low_price(browser: Browser) -> None:
    tender = rows.make_tender(award_by=AwardBy.LOWEST_PRICE, base=None)
    lot = Lot.objects.select_related("tender").get(tender=tender)
    low = rows.make_bid(lot=lot, place=1, minor=50_000_000, draws=[])
    rows.make_bid(lot=lot, place=2, minor=90_000_000, draws=[])
    rows.opened(tender)
    lot = Lot.objects.select_related("tender").get(tender=tender)
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    low.refresh_from_db()
    ask_explanation(bid=low, actor=BUYER, now=clock.now())
    base = f"/procurement/tenders/{tender.number}/award/"
    assert Message.objects.filter(link=f"{base}explanation/1/").count() == 1
    assert supplier_browser(browser, 2).get(f"{base}explanation/1/").status_code == 404
    client = supplier_browser(browser, 1)
    assert "Explain until" in client.get(f"{base}explanation/1/").content.decode()
    assert client.post(f"{base}explanation/1/", {"text": "We own the mill."}).status_code == 302
    desk = browser(account("buyer"), duty=permissions.BUYER)
    assert "We own the mill." in desk.get(f"{base}desk/").content.decode()
    given = {"accepted": "yes", "reasons": "Their own mill"}
    assert desk.post(f"{base}desk/judge/{low.number}/", given).status_code == 302
    assert AbnormallyLow.objects.get(bid=low).accepted is True
