"""Owners of accounts are told what happens to them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from madang.framework.identity.models import Account
from madang.framework.identity.security_events import SecurityEvent, happened
from madang.framework.notify.models import Message
from madang.framework.notify.security import WORDINGS

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
VALUES = {"name": "phone", "device": "Chrome · Windows", "office": "Jongno-gu Office", "count": 5}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("event", list(SecurityEvent))
def test_each_event_reaches_the_inbox_in_the_owners_language(event) -> None:
    account = Account.objects.create(login="hana", name="Hana", person="person-hana", language="en", created_at=NOW)
    happened(account=account, event=event, values=VALUES, now=NOW)
    message = Message.objects.get(party_key="person-hana")
    with translation.override("en"):
        assert message.subject == str(WORDINGS[event][0]).format(**VALUES)
    assert message.body.endswith("If that was not you, sign out everywhere in the settings and go to a counter.")


def test_an_account_without_a_person_has_no_inbox() -> None:
    account = Account.objects.create(login="clerk", name="Clerk", language="en", created_at=NOW)
    happened(account=account, event=SecurityEvent.NEW_PASSKEY, values=VALUES, now=NOW)
    assert not Message.objects.exists()
