"""How accounts are written."""

from madang.framework.money.domain.bank_accounts import account_written


def test_an_iban_is_told_from_a_wrong_one() -> None:
    # The example of ISO 13616 that the ECBS published, and the same with two digits changed places.
    assert account_written(account="GB29NWBK60161331926819")
    assert not account_written(account="GB29NWBK60161331926891")


def test_an_account_of_the_country_is_digits_with_hyphens() -> None:
    assert account_written(account="088-12345678901")
    assert not account_written(account="088 12345678901")
    assert not account_written(account="1" * 35)
