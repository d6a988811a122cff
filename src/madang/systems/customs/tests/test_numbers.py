"""Numbers that run on, taken by two at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from madang.systems.customs.models import TariffEdition, TradeMeasure
from madang.systems.customs.usecases.numbers import next_number


@pytest.mark.django_db
def test_who_takes_a_number_waits_for_who_takes_the_one_before():
    editions, measures = (kind.objects.values_list("number", flat=True) for kind in (TariffEdition, TradeMeasure))
    with ThreadPoolExecutor(1) as other:
        other.submit(transaction.set_autocommit, False).result()
        try:
            # The very first: there is no row yet that either could lock.
            assert other.submit(next_number, letter="T", taken=editions).result() == "T0001"
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            with pytest.raises(OperationalError, match="lock"), transaction.atomic():
                next_number(letter="T", taken=editions)
            assert next_number(letter="M", taken=measures) == "M0001"
        finally:
            other.submit(lambda: connection.close()).result()
    assert next_number(letter="T", taken=editions) == "T0001"
