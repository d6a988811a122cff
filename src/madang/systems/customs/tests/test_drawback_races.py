"""Many who use the same line of an import at one moment, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from madang.systems.customs.models import CustomsDeclaration, DrawbackUse
from madang.systems.customs.tests.test_drawback import claimed, traded


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_chance")
def test_of_many_who_use_a_line_at_the_same_moment_no_more_succeed_than_it_holds():
    brought, sent = (CustomsDeclaration.objects.get(pk=one) for one in traded())
    made = claimed(sent, brought, 1)
    kept = DrawbackUse.objects.get(drawback=made)

    def use(_place):
        row = DrawbackUse.objects.get(pk=kept.pk)
        row.pk, row.quantity = None, Decimal(30)
        try:
            row.save(force_insert=True)
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=8) as many:
        done = list(many.map(use, range(8)))
    # 99 of the hundred pieces are left: three times thirty, not four.
    assert sum(done) == 3
    assert sum(DrawbackUse.objects.values_list("quantity", flat=True)) == 91
