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
    "revenue.fees": Declared(_("Fees for services"), AccountKind.REVENUE),
    "revenue.penalties": Declared(_("Penalties"), AccountKind.REVENUE),
}


def declare(code: str, *, title: object, kind: str = AccountKind.REVENUE) -> None:
    """Add a ledger account; a system does it in its `apps.ready`."""
    _declared[code] = Declared(title, AccountKind(kind))


def find(code: str) -> Declared:
    """The account with this code, declared here or by the pack's `money/accounts.yaml`. Raises UnknownAccount."""
    if code in _declared:
        return _declared[code]
    given = (pack().data("money/accounts") or {}).get(code)
    if given is None:
        raise UnknownAccount(f"No ledger account '{code}' is declared; see money/accounts.py.")
    titles = dict(given["title"])
    return Declared(titles.get("en", code), AccountKind(given["kind"]))


def row(code: str) -> LedgerAccount:
    """The account's row, made at its first use."""
    return LedgerAccount.objects.get_or_create(code=code, defaults={"kind": find(code).kind.value})[0]
