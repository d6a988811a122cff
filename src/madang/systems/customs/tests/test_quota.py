"""The last unit of a tariff quota, and what its settlement makes of the duty."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from madang.framework.law import use_country
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Item
from madang.systems.customs.domain.progress import Control
from madang.systems.customs.domain.quota import Claim, allocate
from madang.systems.customs.models import CustomsDeclaration, QuotaClaim, TariffQuota
from madang.systems.customs.tests.declarations_world import MACHINE, NOW, acting, declaration
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration
from madang.systems.customs.usecases.declarations.claim_quota import settle_quota
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration

MANY = 32
DAYS = {"valid_from": NOW.date(), "valid_until": NOW.date()}


def test_the_earliest_gets_what_it_wants_and_the_next_what_is_left():
    claims = [
        Claim(key=key, at=NOW + timedelta(seconds=late), wanted=Decimal(6)) for key, late in ((1, 2), (2, 0), (3, 1))
    ]
    assert allocate(left=Decimal(10), claims=claims) == ((2, Decimal(6)), (3, Decimal(4)), (1, Decimal(0)))


@pytest.mark.django_db
@pytest.mark.usefixtures("no_chance")
def test_the_lower_rate_is_for_the_item_that_was_admitted_and_not_for_the_one_beside_it():
    TariffQuota.objects.create(order="BEEF", unit="KGM", total=100, cite="test", **DAYS)
    beef = [
        Item(
            sequence=place,
            commodity="02023000",
            description="Beef",
            origin="KR",
            net_mass=Decimal(60),
            price=Money(100_00, "HBT"),
            quota_order="BEEF",
        )
        for place in (1, 2)
    ]
    with use_country("xx"):
        told = declaration(items=tuple(beef), office="", incoterm=None, charges=(), destination_country="XX")
        one = lodge_declaration(declaration=told, channel="page", actor=acting(), now=NOW)
        assert one.state == "awaiting_permit"
        assert settle_quota(order="BEEF", actor=MACHINE, now=NOW) == 2
    assert [int(claim.given) for claim in QuotaClaim.objects.order_by("item")] == [60, 40]
    # Hanbit's tariff: "quota(BEEF: 10%, 40%)", each of 100.00.
    one.refresh_from_db()
    steps = [step for item in one.assessed["items"] for step in item["steps"]]
    assert [step["amount"] for step in steps if step["levy"] == "duty"] == [10_00, 40_00]
    with use_country("xx"):
        one = amend_declaration(
            number=one.number, version=1, declaration=told, reason="typing", actor=acting(), now=NOW
        )
    steps = [step for item in one.assessed["items"] for step in item["steps"]]
    assert [step["amount"] for step in steps if step["levy"] == "duty"] == [10_00, 40_00]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_chance")
def test_the_last_unit_claimed_by_many_at_once_goes_to_the_earliest_and_to_one():
    quota = TariffQuota.objects.create(order="090001", unit="KGM", total=100, used=99, cite="test", **DAYS)
    lodged = lodge_declaration(declaration=declaration(), channel="page", actor=acting(), now=NOW)
    # An officer looks at each: what is settled moves none of them further.
    lodged.control = Control.OPEN.value
    for place in range(MANY):
        lodged.pk, lodged.number, lodged.reference = None, f"D-{place}", f"A-{place + 2}"
        lodged.state, lodged.released_at = "under_control", None
        lodged.save(force_insert=True)
        at = NOW - timedelta(seconds=place)
        QuotaClaim.objects.create(quota=quota, declaration=lodged.number, item=1, wanted=1, at=at)

    def claim(_place):
        try:
            return settle_quota(order="090001", actor=MACHINE, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        settled = list(pool.map(claim, range(MANY)))

    assert sorted(settled) == [0] * (MANY - 1) + [MANY]
    assert list(QuotaClaim.objects.filter(given__gt=0).values_list("declaration", flat=True)) == [f"D-{MANY - 1}"]
    assert TariffQuota.objects.get().used == 100
    assert CustomsDeclaration.objects.filter(events__kind="quota").count() == MANY
