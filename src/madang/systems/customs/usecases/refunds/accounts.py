"""The account to which money goes back."""

from django.utils.translation import gettext_lazy as _
from stdnum import iban

from madang.framework.values import Fault, Refusal


class AccountMissing(Refusal):
    """Nobody can be paid without an account."""

    code = "customs.account_missing"
    says = _("Nothing was sent. Say to which account the money goes and who holds it.")
    status = 422


def require_account(*, account: str, holder: str) -> tuple[str, str]:
    """Account and holder without what surrounds them. Raises AccountMissing."""
    given = {"account": account.strip(), "holder": holder.strip()}
    faults = [Fault(name, str(_("Write it.")), AccountMissing.code) for name, value in given.items() if not value]
    if given["account"] and not _written(given["account"]):
        says = str(_("This is no account: write an IBAN, or the bank's code, a hyphen and the number."))
        faults.append(Fault("account", says, AccountMissing.code))
    if faults:
        raise AccountMissing(faults=tuple(faults))
    return given["account"][:34], given["holder"][:140]


def _written(account: str) -> bool:
    """An IBAN whose check digits hold, or digits with hyphens. The treasury says whether its banks know it."""
    if account[:2].isalpha():
        return bool(iban.is_valid(account))
    digits = account.replace("-", "")
    return digits.isascii() and digits.isdigit() and len(account) <= 34
