"""Two who want the last part of a guarantee at once: it goes to one. Real connections, real locks."""

import pytest
from django.db import transaction

from madang.systems.customs.models import CustomsDeclaration, SecuredGoods
from madang.systems.customs.tests.declarations_world import MACHINE, NOW
from madang.systems.customs.tests.securing_world import guarantee, lodged, under
from madang.systems.customs.tests.test_cargo_races import at_once
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_part_of_a_guarantee_goes_to_one_of_two_declarations(no_chance: None) -> None:
    numbers = [lodged(under("53", reference)).number for reference in ("A-1", "A-2")]
    guarantee(100_000)  # 72,900 won are secured for each: one fits

    def secure(number: str) -> None:
        with transaction.atomic():
            advance(one=locked(number=number), actor=MACHINE, now=NOW)

    assert at_once(*(lambda number=number: secure(number) for number in numbers)) == [True, True]  # type: ignore[misc]
    states = CustomsDeclaration.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["awaiting_security", "released"]
    assert sorted(SecuredGoods.objects.values_list("secured_minor", flat=True)) == [0, 72_900]
