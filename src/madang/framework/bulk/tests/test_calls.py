"""Calls past the cursor: what goes in comes out, and what is wrong is said as Django says it."""

import pytest
import pytest_django
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.bulk.calls import call, number_array, text_array
from madang.framework.bulk.prepared import prepared

_texts = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12), max_size=6)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=_texts, numbers=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=6))
def test_arrays_hold_what_was_put_in(texts: list[str], numbers: list[int]) -> None:
    given = [text_array(texts), number_array(numbers)]
    assert prepared(statement="SELECT %s::text[], %s::bigint[]", values=given) == [(texts, numbers)]


@pytest.mark.django_db
def test_a_row_of_texts_goes_and_comes() -> None:
    asked = "SELECT $1::text || '!', ($2::int + 1)::text"
    assert [call(statement=asked, values=["땅", str(one)]) for one in (1, 2)] == [("땅!", "2"), ("땅!", "3")]


@pytest.mark.django_db
def test_a_text_with_a_nul_is_refused_and_not_cut() -> None:
    with pytest.raises(DataError, match="NUL"):
        call(statement="SELECT $1::text", values=["be\0gone"])


def test_the_first_statement_of_a_transaction_is_taken_back_with_it(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    write = "INSERT INTO call_probe VALUES ($1) RETURNING key"
    # A table of the session alone, so that nothing has to be emptied afterwards.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE call_probe (key text PRIMARY KEY)")
        with pytest.raises(IntegrityError, match="call_probe_pkey"), transaction.atomic():
            assert [call(statement=write, values=["once"]) for _turn in range(2)] == []
        assert call(statement="SELECT count(*) FROM call_probe", values=[]) == ("0",)
        assert call(statement=write, values=["once"]) == ("once",)
        cursor.execute("DROP TABLE call_probe")
