"""The last unit of a tariff quota."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from madang.systems.customs.domain.quota import Claim, allocate
from madang.systems.customs.models import QuotaClaim, TariffQuota
from madang.systems.customs.tests.declarations_world import MACHINE, NOW
from madang.systems.customs.usecases.declarations.claim_quota import settle_quota

MANY = 32


def test_the_earliest_gets_what_it_wants_and_the_next_what_is_left():
    claims = [
        Claim(key=key, at=NOW + timedelta(seconds=late), wanted=Decimal(6)) for key, late in ((1, 2), (2, 0), (3, 1))
    ]
    assert allocate(left=Decimal(10), claims=claims) == ((2, Decimal(6)), (3, Decimal(4)), (1, Decimal(0)))


@pytest.mark.django_db(transaction=True)
def test_the_last_unit_claimed_by_many_at_once_goes_to_the_earliest_and_to_one():
    days = {"valid_from": NOW.date(), "valid_until": NOW.date()}
    quota = TariffQuota.objects.create(order="090001", unit="KGM", total=100, used=99, cite="test", **days)
    for place in range(MANY):
        at = NOW - timedelta(seconds=place)
        QuotaClaim.objects.create(quota=quota, declaration=f"D-{place}", item=1, wanted=1, at=at)

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
