"""A payer, a charge and the sandbox bank."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from madang.framework.identity.actor import Actor, ActorKind, system_actor
from madang.framework.money.models import Charge
from madang.framework.money.usecases import charge
from madang.framework.values import Money, Party

NOON = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
HANA = Party.person("hana")


@pytest.fixture
def hana() -> Actor:
    """The payer."""
    return Actor(kind=ActorKind.RESIDENT, account_id=7, name="Hana", person="hana")


@pytest.fixture
def charged() -> Callable[..., Charge]:
    """Charges Hana 400 won."""

    def charge_her(**values: Any) -> Charge:
        given: dict[str, Any] = {
            "payer": HANA,
            "amount": Money(400, "KRW"),
            "purpose": "Resident register abstract",
            "reference": "A-1",
            "account": "revenue.fees",
            "now": NOON,
            "actor": system_actor("test"),
        }
        return charge(**(given | values))

    return charge_her
