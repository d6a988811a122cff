"""An award in a real browser: lottery, evaluation, complaint, the reviewer's decision. Axe finds nothing, 320 pixels are
enough, in two languages. All sit down at one browser in turn: each further one would cost more than what it looks at.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from madang.framework.identity.models import Account
from madang.framework.identity.tests import browsers
from madang.systems.procurement.models import Award, Complaint, Lot, Tender
from madang.systems.procurement.tests import award_rows as rows
from madang.systems.procurement.tests.test_award_lottery import lower_limit_lot
from madang.systems.procurement.tests.test_award_pages import account
from madang.systems.procurement.tests.test_award_panel import best_value_tender, sheet
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.award.declare_interest import declare_interest
from madang.systems.procurement.usecases.award.file_complaint import reviewing_office
from madang.systems.procurement.usecases.award.submit_scores import submit_scores

NAMES = ("도현상회", "민수사무기기", "소라문구유통", "한빛가구", "누리상사", "Blue Chair Ltd.")
SHOTS = os.environ.get("AWARD_SHOTS", "")


class Seat:
    """One browser's page, at which one after the other sits down."""

    def __init__(self, page: Page, address: str, axe: Callable[[Page], list[str]]) -> None:
        self.page, self.address, self.axe = page, address, axe

    def taken_by(self, who: Account | None, *, mandate: str = "", language: str = "ko", width: int = 1280) -> None:
        """Somebody signs in, or the public comes (None)."""
        cookies = {"madang_language": language}
        if who is not None:
            entered = browsers.signed_in(who, mandate=mandate).cookies
            cookies[settings.SESSION_COOKIE_NAME] = entered[settings.SESSION_COOKIE_NAME].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        self.page.set_viewport_size({"width": width, "height": 900})

    def looked_at(self, name: str) -> None:
        """Nothing for axe to find, nothing beyond the screen's side."""
        assert self.axe(self.page) == []
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name

    def send(self, **given: str) -> None:
        """Write into the form of the page, and send it."""
        for name, words in given.items():
            self.page.fill(f"main [name={name}]", words)
        self.page.locator("main form button.primary").click()

    def follow(self, end: str) -> None:
        """The link to where it ends so."""
        self.page.locator(f"main a[href$='{end}']").click()


@pytest.mark.django_db(transaction=True)
def test_lottery_evaluation_and_complaint(live_server: Any, browser: Browser, axe: Any) -> None:
    seat = Seat(browser.new_context(base_url=live_server.url).new_page(), live_server.url, axe)
    buyer = account("buyer")
    browsers.give_duty(buyer, permissions.BUYER)
    lot = lower_limit_lot()
    for supplier, name in zip(rows.Supplier.objects.order_by("number"), NAMES, strict=True):
        supplier.name = name
        supplier.save(update_fields=["name"])
    _from_the_lottery_to_the_award(seat, buyer, lot)
    _a_loser_complains(seat, lot)
    _the_reviewer_upholds_it(seat, lot)

    tender = _an_evaluator_declares_and_seals(seat)
    seat.taken_by(buyer)
    seat.page.goto(f"/procurement/tenders/{tender.number}/award/desk/")
    seat.looked_at("desk-panel")


def _from_the_lottery_to_the_award(seat: Seat, buyer: Account, lot: Lot) -> None:
    page, base = seat.page, f"/procurement/tenders/{lot.tender.number}/award/"
    seat.taken_by(buyer)
    page.goto(f"{base}desk/")
    seat.follow(f"desk/reveal/{lot.position}/")
    seat.looked_at("reveal")
    seat.send()
    seat.follow(f"desk/rank/{lot.position}/")
    seat.send()
    winner = lot.bids.get(supplier__name="민수사무기기")
    seat.follow(f"desk/review/{winner.number}/")
    seat.send(points="91.5", reasons="실적과 신용이 충분합니다.")
    seat.follow(f"desk/award/{lot.position}/")
    seat.send(reasons="낙찰하한율 이상 최저가이고 적격심사를 통과했습니다.")
    expect(page.locator("main")).to_contain_text("민수사무기기")
    seat.looked_at("desk-after")
    assert Award.objects.get(lot=lot).bid == winner
    seat.taken_by(None, language="en", width=320)
    page.goto(base)
    seat.looked_at("public")


def _a_loser_complains(seat: Seat, lot: Lot) -> None:
    actor = rows.acting_for(rows.Supplier.objects.get(name="소라문구유통"))
    assert actor.acting_for is not None
    owner = Account.objects.create(login="owner", name="소라", person=actor.person, created_at=rows.NOW, language="ko")
    seat.taken_by(owner, mandate=actor.acting_for.mandate_id, width=320)
    seat.page.goto(f"/procurement/tenders/{lot.tender.number}/award/")
    seat.follow(f"complaint/{lot.position}/")
    seat.looked_at("complaint")
    seat.send(ground="1순위 업체의 실적을 다시 확인하여 주십시오.")
    expect(seat.page.locator(f"#lot-{lot.position}")).to_contain_text(Complaint.objects.get().case)


def _the_reviewer_upholds_it(seat: Seat, lot: Lot) -> None:
    page, case = seat.page, Complaint.objects.get().case
    reviewer = account("reviewer")
    browsers.give_duty(reviewer, permissions.REVIEWER, office=reviewing_office())
    seat.taken_by(reviewer)
    page.goto("/cases/")
    seat.follow(f"/cases/{case}/")
    expect(page.locator("main")).to_contain_text("1순위 업체의 실적을 다시 확인하여 주십시오.")
    seat.looked_at("review")
    page.locator("label[for=id_decide-outcome_0]").click()
    page.fill("[name=decide-reasons]", "실적 증명이 공고의 기준에 이르지 못합니다.")
    page.locator("form[action$='/decide/'] button.primary").click()
    expect(page.locator("main")).to_contain_text("실적 증명이 공고의 기준에 이르지 못합니다.")
    assert Complaint.objects.get().state == "upheld"
    assert Award.objects.get(lot=lot).state == "cancelled"
    seat.taken_by(None)
    page.goto(f"/procurement/tenders/{lot.tender.number}/award/")
    seat.looked_at("public-upheld")
    expect(page.locator(f"#lot-{lot.position}")).to_contain_text(f"이의신청 {case}: 인용: 낙찰이 취소됨")


def _an_evaluator_declares_and_seals(seat: Seat) -> Tender:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    for actor in panel[:2]:
        declare_interest(tender=tender, interest="", actor=actor, now=rows.NOW)
        given = sheet(lot, (45, 27), (43, 26), (50, 30))
        submit_scores(lot=lot, sheet=given, actor=actor, now=rows.NOW)
    page = seat.page
    seat.taken_by(Account.objects.get(pk=panel[2].account_id), language="en", width=320)
    page.goto("/procurement/evaluations/")
    page.locator("main a.m-row-title").click()
    seat.looked_at("declare")
    page.locator("label[for=id_free_0]").click()
    seat.send()
    page.locator("main a.m-row-title").click()
    for place, control in enumerate(page.locator("main input[type=number]").all()):
        control.fill(str(25 + place))
    seat.looked_at("scores")
    seat.send()
    expect(page.locator("main code")).to_have_count(1)
    return tender
