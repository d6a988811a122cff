"""Suppliers and the e-mall in a real browser: axe finds nothing, 320 pixels are enough, in Korean and English."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from madang.framework.identity.models import Account
from madang.framework.values import clock
from madang.systems.procurement.models import CatalogueItem, Supplier
from madang.systems.procurement.tests.supply_world import KEEPER, acting, official, signed_in, supplier
from madang.systems.procurement.tests.test_mall_orders import csv_of
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.mall.cart import put_in_cart
from madang.systems.procurement.usecases.mall.decide_catalogue import publish_catalogue
from madang.systems.procurement.usecases.mall.place_order import Choice, place_order
from madang.systems.procurement.usecases.mall.submit_catalogue import Sent, submit_catalogue
from madang.systems.procurement.usecases.supply.ask_clearance import ask_clearance
from madang.systems.procurement.usecases.supply.declare import declare_categories, note_certificate
from madang.systems.procurement.usecases.supply.sanction import propose_sanction

OFFICE, SHOP = "1741000", "1000000001"
PHONE, DESK = ("ko", 320), ("en", 1280)


def _sellers() -> CatalogueItem:
    """Two suppliers with catalogues; the dearer item."""
    now = clock.now()
    today = timezone.localdate(now)
    sent = Sent(title="문구 단가계약", from_on=today, until_on=today + timedelta(days=200))
    for number, name, price in ((SHOP, "도현상회", 200_000), ("1000000002", "소라문구유통", 199_000)):
        made = supplier(number, name=name, cleared_on=today)
        seller = acting(number, now=now)
        held = submit_catalogue(supplier=made, data=csv_of(price), sent=sent, actor=seller, now=now)
        publish_catalogue(catalogue=held, actor=KEEPER, now=now)
    return CatalogueItem.objects.select_related("catalogue__supplier").get(catalogue__supplier__number=SHOP)


def _company(mine: Supplier) -> None:
    """What the first supplier says of itself, and what was asked."""
    now = clock.now()
    today = timezone.localdate(now)
    seller = acting(SHOP, now=now)
    ask_clearance(supplier=mine, actor=seller, now=now)
    declare_categories(supplier=mine, families=["4412", "1411"], actor=seller, now=now)
    dates = {"from_on": today, "until_on": today + timedelta(days=90)}
    facts = {"kind": "green", "number": "KC-1", "issuer": "한국환경산업기술원"}
    note_certificate(supplier=mine, **facts, **dates, actor=seller, now=now)


def _market() -> dict[str, tuple[Client | None, tuple[tuple[str, int], ...]]]:
    """An order, a cart that needs a comparison, and a matter; who sees which page how."""
    item, now = _sellers(), clock.now()
    shop = signed_in("dohyun", person="person-sora", business=SHOP)
    buyer = signed_in("buyer", duty=permissions.BUYER)
    reviewer = signed_in("reviewer", duty=permissions.REVIEWER, office="MOFE-TB")
    held_by = official("buyer", permissions.BUYER, account=_account("buyer"))
    by_buyer = {"actor": held_by, "now": now}
    mine = item.catalogue.supplier
    for quantity in (3, 260):
        put_in_cart(office=OFFICE, item=item, quantity=Decimal(quantity), **by_buyer)
        if quantity == 3:
            place_order(
                office=OFFICE, supplier=mine, choice=Choice(place="별관 2층", line="2026/1100/22/1"), **by_buyer
            )
    _company(mine)
    facts = "두 달 늦게 납품하고 검사를 방해하였음. (생성된 사안)"
    matter = propose_sanction(number=SHOP, ground="poor_performance", facts=facts, **by_buyer).number
    return {
        "/procurement/suppliers/mine/": (shop, (PHONE,)),
        f"/procurement/suppliers/sanctions/desk/{matter}/": (reviewer, (PHONE,)),
        "/procurement/mall/": (None, (PHONE,)),
        f"/procurement/mall/items/{item.pk}/": (buyer, (DESK,)),
        "/procurement/mall/cart/": (buyer, (PHONE,)),
        "/procurement/mall/mine/catalogues/": (shop, (DESK,)),
    }


def _account(login: str) -> int:

    return int(Account.objects.get(login=login).pk)


def _open(client: Client | None, browser: Browser, address: str, how: tuple[str, int]) -> Page:
    language, width = how
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
    cookies = [(one.key, one.value) for one in client.cookies.values()] if client else []
    cookies = [one for one in cookies if one[0] != "madang_language"] + [("madang_language", language)]
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    return context.new_page()


def _looks(
    pages: dict[str, tuple[Client | None, tuple[tuple[str, int], ...]]],
) -> Iterator[tuple[str, Client | None, tuple[str, int]]]:
    for path, (client, ways) in pages.items():
        for how in ways:
            yield path, client, how


@pytest.mark.django_db(transaction=True)
def test_pages_of_suppliers_and_the_mall_are_sound_on_a_phone_and_on_a_desk(
    live_server: Any, browser: Browser, axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("MADANG_MALL_SHOTS", tmp_path))
    faults = []
    for place, (path, client, how) in enumerate(_looks(_market())):
        page = _open(client, browser, live_server.url, how)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{path} is {wide} wide"] if wide > how[1] else []
        page.screenshot(path=folder / f"{place}-{how[0]}.png", full_page=True)
        faults += [f"{path} {how[0]}: {one}" for one in axe(page)]
        page.context.close()
    assert faults == []
