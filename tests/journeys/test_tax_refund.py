"""A tax refund goes out through the treasury's desk and its bank, and what comes back waits for another account."""

from datetime import UTC, datetime

import pytest

from madang.exchange import delivery
from madang.exchange.refunds import change_account, pay_out
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.money import books
from madang.framework.values import Money
from madang.systems.tax.models import Refund
from madang.systems.tax.tests.dues_world import COLLECTOR, HERSELF, filed
from madang.systems.tax.usecases.dues.decide_refund import grant_refund
from madang.systems.tax.usecases.dues.open_refund import claim_refund
from madang.systems.tax.usecases.dues.repay_refunds import NotReturned
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import Movement, SystemRefund
from madang.systems.treasury.usecases.import_statement import import_statement
from madang.systems.treasury.usecases.pay import approve, prepare, write_batch
from madang.systems.treasury.usecases.permissions import APPROVER, OFFICER

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
OURS, WON = "10000000000001", "KRW"


def official(name: str, duty: str) -> Actor:
    held = Duty(office_code="MOEF", office_name="MOEF", code=duty)
    return Actor(kind=ActorKind.OFFICIAL, account_id=sum(map(ord, name)), name=name, duties=(held,))


def carried(refund: Refund) -> Refund:
    """Its job and the events, as workers do them; the refund as it is then."""
    pay_out(system="tax", number=refund.number, now=NOW)
    delivery.deliver_batch(recipient="tax", now=NOW)
    refund.refresh_from_db()
    return refund


def released(number: str) -> None:
    found = SystemRefund.objects.get(number=number)
    batch = prepare(obligations=[], refunds=[found], actor=official("treasurer", OFFICER), now=NOW)
    for name in ("first", "second"):
        batch = approve(batch=batch, actor=official(name, APPROVER), now=NOW)
    data = write_batch(batch=batch, debtor="Treasury", account=OURS, now=NOW).decode()
    assert number in data
    assert found.account in data


def booked(reference: str, minor: int, number: str, **other: object) -> dict[str, int]:
    """What the bank's statement says of it."""
    told = camt053.Entry(
        reference=reference,
        booked_on=NOW.date(),
        minor=minor,
        currency=WON,
        end_to_end=number,
        **other,  # type: ignore[arg-type]
    )
    statement = camt053.Statement(number=f"S-{reference}", account=OURS, entries=(told,))
    data = camt053.write(statement=statement, created_at=NOW, opening=0, currency=WON, iban=False, digits=0)
    return import_statement(data=data, account=OURS, actor=official("treasurer", OFFICER), now=NOW)


def balance(account: str) -> Money:
    return books.balance(account=account, currency=WON)


@pytest.mark.django_db
def test_a_refund_is_paid_by_the_treasury_and_waits_for_another_account_where_it_comes_back() -> None:
    claimed = claim_refund(filed=filed(-700_000), account="088-12345678901", holder="김하나", actor=HERSELF, now=NOW)
    grant_refund(refund=claimed, actor=COLLECTOR, now=NOW)
    first = carried(claimed).order
    assert balance("refunds_payable") == Money(-700_000, WON)
    released(first)
    assert booked("B1", -700_000, first) == {"paid": 1}
    assert (carried(claimed).state, claimed.paid_on) == ("paid", NOW.date())
    assert balance("refunds_payable") == Money(0, WON)
    with pytest.raises(NotReturned):
        change_account(system="tax", number=claimed.number, account="004-1", holder="김하나", actor=HERSELF, now=NOW)

    assert booked("B2", 700_000, first, returned=True, reason="AC04") == {"returned": 1}
    assert (carried(claimed).state, claimed.bank_reason) == ("returned", "AC04")
    assert balance("refunds_payable") == Money(-700_000, WON)

    change_account(
        system="tax", number=claimed.number, account="004-12345678901234", holder="김하나", actor=HERSELF, now=NOW
    )
    second = carried(claimed).order
    assert second not in {"", first}
    released(second)
    booked("B3", -700_000, second)
    assert carried(claimed).state == "paid"
    assert balance("refunds_payable") == Money(0, WON)
    assert balance("bank") == Money(-700_000, WON)
    assert balance("cash.bank") == Money(-700_000, WON)
    assert not Movement.objects.exists(), "no budget line pays for it"
