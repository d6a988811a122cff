"""The chart of accounts: what the framework needs, and what systems and the pack add."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madang.framework.law.active import pack
from madang.framework.money.domain import journal
from madang.framework.money.domain.states import AccountKind
from madang.framework.money.models import LedgerAccount


class UnknownAccount(LookupError):
    """Nobody declared a ledger account of this code."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A ledger account: its title (translated) and kind."""

    title: object
    kind: AccountKind


_declared: dict[str, Declared] = {
    journal.BANK: Declared(_("Cash at bank"), AccountKind.ASSET),
    journal.RECEIVABLE: Declared(_("Fees receivable"), AccountKind.ASSET),
    journal.SUSPENSE: Declared(_("Received without a charge"), AccountKind.LIABILITY),
    journal.REFUNDS_PAYABLE: Declared(_("Refunds payable"), AccountKind.LIABILITY),
    journal.TRANSIT: Declared(_("Received for several charges at once"), AccountKind.LIABILITY),
    journal.DEPOSITS: Declared(_("Deposits given as security"), AccountKind.LIABILITY),
    "revenue.fees": Declared(_("Fees for services"), AccountKind.REVENUE),
    "revenue.penalties": Declared(_("Penalties"), AccountKind.REVENUE),
}


# Charts of accounts in the country's pack.
_charts: list[str] = ["money/accounts"]


def declare(code: str, *, title: object, kind: str = AccountKind.REVENUE) -> None:
    """Add a ledger account; a system does it in its `apps.ready`."""
    _declared[code] = Declared(title, AccountKind(kind))


def chart(name: str) -> None:
    """Let accounts of the pack's `<name>.yaml` (its `accounts`: code to kind and title) count; a system does it in its
    `apps.ready`."""
    if name not in _charts:
        _charts.append(name)


def find(code: str) -> Declared:
    """The account with this code, declared here or by a chart of the pack. Raises UnknownAccount."""
    if code in _declared:
        return _declared[code]
    for name in _charts:
        given = (pack().data(name) or {}).get("accounts", {}).get(code)
        if given is not None:
            return Declared(dict(given["title"]).get("en", code), AccountKind(given["kind"]))
    raise UnknownAccount(f"No ledger account '{code}' is declared; see money/accounts.py.")


def known(code: str) -> bool:
    """Whether somebody declared an account of this code."""
    try:
        find(code)
    except UnknownAccount:
        return False
    return True


def row(code: str) -> LedgerAccount:
    """The account's row, made at its first use."""
    return LedgerAccount.objects.get_or_create(code=code, defaults={"kind": find(code).kind.value})[0]
