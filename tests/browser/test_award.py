"""An award in a real browser: lottery, evaluation, complaint. Axe finds nothing, 320 pixels are enough, in two languages."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from madang.framework.identity.models import Account
from madang.framework.identity.tests import browsers
from madang.framework.values import clock
from madang.systems.procurement.models import Award, Complaint, Lot
from madang.systems.procurement.tests import award_rows as rows
from madang.systems.procurement.tests.test_award_lottery import lower_limit_lot
from madang.systems.procurement.tests.test_award_pages import account
from madang.systems.procurement.tests.test_award_panel import best_value_tender, sheet
from madang.systems.procurement.usecases.award.declare_interest import declare_interest
from madang.systems.procurement.usecases.award.submit_scores import submit_scores
from madang.systems.procurement.usecases.permissions import BUYER

NAMES = ("도현상회", "민수사무기기", "소라문구유통", "한빛가구", "누리상사", "Blue Chair Ltd.")


def signed_in(browser: Browser, address: str, who: Account | None, *, mandate: str = "", **values: Any) -> Page:
    """A page of somebody, or of the public."""
    language, width = values.get("language", "ko"), values.get("width", 1280)
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
    cookies = [("madang_language", language)]
    if who is not None:
        session = browsers.signed_in(who, mandate=mandate).session
        cookies.append((settings.SESSION_COOKIE_NAME, str(session.session_key)))
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    return context.new_page()


def buyer_account() -> Account:
    made = account("buyer")
    office, _made = rows.Office.objects.get_or_create(code="1741000", defaults={"name": "행정안전부"})
    start = (clock.now() - timedelta(days=2)).date()
    rows.DutyAssignment.objects.create(account=made, office=office, duty=BUYER, assigned_from=start)
    return made


def looked_at(page: Page, axe: Callable[[Page], list[str]], shots: Path, name: str) -> None:
    """Nothing for axe to find, nothing beyond the screen's side."""
    assert axe(page) == []
    page.screenshot(path=shots / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


@pytest.mark.django_db(transaction=True)
def test_lottery_evaluation_and_complaint(live_server: Any, browser: Browser, axe: Any, tmp_path: Path) -> None:
    shots = Path(os.environ.get("AWARD_SHOTS", tmp_path))
    buyer = buyer_account()
    _from_the_lottery_to_a_complaint(live_server, browser, axe, shots, buyer)
    _an_evaluator_declares_and_seals(live_server, browser, axe, shots, buyer)


def _from_the_lottery_to_a_complaint(live_server: Any, browser: Browser, axe: Any, shots: Path, buyer: Account) -> None:
    lot = lower_limit_lot()
    for supplier, name in zip(rows.Supplier.objects.order_by("number"), NAMES, strict=True):
        supplier.name = name
        supplier.save(update_fields=["name"])
    base = f"/procurement/tenders/{lot.tender.number}/award/"
    desk = signed_in(browser, live_server.url, buyer)
    desk.goto(f"{base}desk/")
    looked_at(desk, axe, shots, "desk-before")
    desk.locator(f"a[href$='desk/reveal/{lot.position}/']").click()
    looked_at(desk, axe, shots, "reveal")
    desk.locator("main form button.primary").click()
    desk.locator(f"a[href$='desk/rank/{lot.position}/']").click()
    desk.locator("main form button.primary").click()
    winner = lot.bids.get(supplier__name="민수사무기기")
    desk.locator(f"a[href$='desk/review/{winner.number}/']").click()
    desk.fill("input[name=points]", "91.5")
    desk.fill("textarea[name=reasons]", "실적과 신용이 충분합니다.")
    desk.locator("main form button.primary").click()
    desk.locator(f"a[href$='desk/award/{lot.position}/']").click()
    desk.fill("textarea[name=reasons]", "낙찰하한율 이상 최저가이고 적격심사를 통과했습니다.")
    desk.locator("main form button.primary").click()
    expect(desk.locator("main")).to_contain_text("민수사무기기")
    looked_at(desk, axe, shots, "desk-after")
    assert Award.objects.get(lot=lot).bid == winner

    for language, width in (("ko", 1280), ("en", 320)):
        public = signed_in(browser, live_server.url, None, language=language, width=width)
        public.goto(base)
        looked_at(public, axe, shots, f"public-{language}-{width}")

    actor = rows.acting_for(rows.Supplier.objects.get(name="소라문구유통"))
    assert actor.acting_for is not None
    owner = Account.objects.create(login="owner", name="소라", person=actor.person, created_at=rows.NOW, language="ko")
    loser = signed_in(browser, live_server.url, owner, mandate=actor.acting_for.mandate_id, width=320)
    loser.goto(base)
    loser.locator(f"a[href$='complaint/{lot.position}/']").click()
    looked_at(loser, axe, shots, "complaint")
    loser.fill("textarea[name=ground]", "1순위 업체의 실적을 다시 확인하여 주십시오.")
    loser.locator("main form button.primary").click()
    expect(loser.locator(f"#lot-{lot.position}")).to_contain_text(Complaint.objects.get().case)
    looked_at(loser, axe, shots, "public-complaint")


def _an_evaluator_declares_and_seals(live_server: Any, browser: Browser, axe: Any, shots: Path, buyer: Account) -> None:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    for actor in panel[:2]:
        declare_interest(tender=tender, interest="", actor=actor, now=rows.NOW)
        given = sheet(lot, (45, 27), (43, 26), (50, 30))
        submit_scores(lot=lot, sheet=given, actor=actor, now=rows.NOW)
    page = signed_in(browser, live_server.url, Account.objects.get(pk=panel[2].account_id), language="en", width=320)
    page.goto("/procurement/evaluations/")
    looked_at(page, axe, shots, "evaluations")
    page.locator("main a.m-row-title").click()
    looked_at(page, axe, shots, "declare")
    page.locator("label[for=id_free_0]").click()
    page.locator("main form button.primary").click()
    page.locator("main a.m-row-title").click()
    for place, control in enumerate(page.locator("main input[type=number]").all()):
        control.fill(str(25 + place))
    looked_at(page, axe, shots, "scores")
    page.locator("main form button.primary").click()
    expect(page.locator("main code")).to_have_count(1)
    looked_at(page, axe, shots, "sealed")
    desk = signed_in(browser, live_server.url, buyer)
    desk.goto(f"/procurement/tenders/{tender.number}/award/desk/")
    looked_at(desk, axe, shots, "desk-panel")
    public = signed_in(browser, live_server.url, None)
    public.goto(f"/procurement/tenders/{tender.number}/award/")
    looked_at(public, axe, shots, "public-panel")
