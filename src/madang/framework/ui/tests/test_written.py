"""Values as the reader's language writes them. Expected texts: Unicode CLDR (dateFormats long, currencies, decimal)."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from django.utils import translation

from madang.framework.ui import written
from madang.framework.values import Money


@pytest.mark.parametrize(("language", "text"), [("ko", "2026년 3월 2일"), ("en", "March 2, 2026")])
def test_a_day_is_written_in_words(language: str, text: str) -> None:
    with translation.override(language):
        assert written.day(date(2026, 3, 2)) == text


def test_an_instant_falls_on_the_countrys_day() -> None:
    with translation.override("ko"):
        late = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
        assert written.day(late) == "2026년 3월 2일"
        assert written.moment(late) == "2026년 3월 2일 00:30"


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (Money(1234567, "KRW"), "ko", "₩1,234,567"),
        (Money(123456, "USD"), "en", "$1,234.56"),
        (Money(-400, "KRW"), "ko", "-₩400"),
    ],
)
def test_money_has_its_sign_and_as_many_decimals_as_its_currency(amount: Money, language: str, text: str) -> None:
    with translation.override(language), override_settings(MADANG_COUNTRY="kr"):
        assert written.money(amount) == text


def test_an_unknown_pair_of_language_and_country_falls_back_to_the_language() -> None:
    with translation.override("ko"), override_settings(MADANG_COUNTRY="xx"):
        assert written.day(date(2026, 3, 2)) == "2026년 3월 2일"
