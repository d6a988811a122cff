"""Messages: in the right language, after the commit, by the ways chosen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils.translation import gettext_lazy

from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.models import Account
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.notify import catalogue, notify
from madang.framework.notify.catalogue import NoSuchTemplate, Template
from madang.framework.notify.inbox import messages_of, unread_count
from madang.framework.notify.models import Contact, Delivery, Message
from madang.framework.notify.usecases.change_contact import ContactRefused, change_contact
from madang.framework.protect import decrypt
from madang.framework.protect.rotation import rotate_column, sealed_columns
from madang.framework.values import Money, Party, clock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
HANA = Party.person("hana")
ACTOR = Actor(kind=ActorKind.RESIDENT, account_id=7, name="Hana", person="hana")


@pytest.fixture(autouse=True)
def template() -> Iterator[None]:
    """A message whose subject is translated in this room's own catalogue."""
    before = dict(catalogue._templates)
    catalogue.register(Template("test/hello", gettext_lazy("Messages"), "{amount} · {day} · {words}", by_sms=True))
    yield
    catalogue._templates.clear()
    catalogue._templates.update(before)


def send(party: Party = HANA) -> Message:
    values = {"amount": Money(1400, "KRW"), "day": date(2026, 6, 16), "words": "{not} a placeholder"}
    return notify(party=party, template="test/hello", values=values, now=NOW)


def reach(**values: Any) -> Contact:
    given = {"language": "", "email": "", "phone": "", "by_email": False, "by_sms": False} | values
    return change_contact(party=HANA, actor=ACTOR, now=NOW, **given)


def test_a_message_is_written_in_the_countrys_first_language() -> None:
    message = send()
    assert (message.language, message.subject) == ("ko", "알림함")
    assert message.body == "₩1,400 · 2026년 6월 16일 · {not} a placeholder"


def test_the_accounts_language_and_then_the_chosen_one_win() -> None:
    Account.objects.create(login="hana", name="Hana", person="hana", language="en", created_at=NOW)
    assert send().subject == "Messages"
    assert send().body.startswith("₩1,400 · June 16, 2026")
    reach(language="ko")
    assert send().language == "ko"


def test_a_message_nobody_declared_is_an_error() -> None:
    with pytest.raises(NoSuchTemplate):
        notify(party=HANA, template="test/none", values={}, now=NOW)


def test_mail_and_sms_go_out_by_the_ways_chosen(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    reach(email="hana@example.kr", phone="010-1234-5678", by_email=True, by_sms=True)
    send()
    assert mail.outbox == []
    run_due_jobs(now=clock.now())
    assert mail.outbox[0].to == ["hana@example.kr"]
    (sms,) = (tmp_path / "sms").glob("*.txt")
    assert sms.read_text(encoding="utf-8").startswith("To: 010-1234-5678\n")
    assert Delivery.objects.filter(sent_at__isnull=False).count() == 2


def test_without_a_choice_nothing_leaves_the_house() -> None:
    reach(email="hana@example.kr")
    send()
    assert not Delivery.objects.exists()


def test_a_failed_sms_is_noted_and_tried_again(settings: LazySettings, tmp_path: Path) -> None:
    from madang.framework.notify.jobs import deliver

    blocker = tmp_path / "sms"
    blocker.write_text("in the way", encoding="utf-8")
    settings.VAR = tmp_path
    reach(phone="010-1234-5678", by_sms=True)
    send()
    delivery = Delivery.objects.get()
    with pytest.raises(Exception, match="sms"):
        deliver(delivery=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.sent_at) == (1, None)
    assert delivery.problem
    blocker.unlink()
    deliver(delivery=delivery.pk)
    deliver(delivery=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.problem) == (2, "")


def test_a_rolled_back_message_is_never_delivered() -> None:
    reach(email="hana@example.kr", by_email=True)
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert run_due_jobs(now=clock.now()) == 0
    assert not Message.objects.exists()


def test_addresses_are_encrypted_at_rest() -> None:
    reach(email="hana@example.kr", by_email=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM notify_contact")
        assert b"hana@example.kr" not in bytes(cursor.fetchone()[0])


def test_addresses_outlive_the_key_that_sealed_them(settings: Any) -> None:
    reach(email="hana@example.kr", phone="010-1234-5678", by_email=True)
    keys = settings.MADANG_FIELD_KEYS
    settings.MADANG_FIELD_KEYS = {**keys, "current": "t2", "keys": {**keys["keys"], "t2": "33" * 32}}
    for column in sealed_columns():
        rotate_column(column=column)
    settings.MADANG_FIELD_KEYS = {**keys, "current": "t2", "keys": {"t2": "33" * 32}}
    contact = Contact.objects.get()
    assert (contact.email, contact.phone) == ("hana@example.kr", "010-1234-5678")


@pytest.mark.django_db(transaction=True)
def test_addresses_sealed_for_no_purpose_are_sealed_for_theirs_and_back() -> None:
    reach(email="hana@example.kr", by_email=True)
    executor = MigrationExecutor(connection)
    executor.migrate([("notify", "0001_initial")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT email FROM notify_contact")
            assert decrypt(bytes(cursor.fetchone()[0])) == "hana@example.kr"
    finally:
        again = MigrationExecutor(connection)
        again.migrate([node for node in again.loader.graph.leaf_nodes() if node[0] == "notify"])
    assert Contact.objects.get().email == "hana@example.kr"


def test_all_faults_of_the_settings_are_told_at_once() -> None:
    with pytest.raises(ContactRefused) as refused:
        reach(language="xx", email="hana", phone="call me", by_sms=True)
    assert [fault.place for fault in refused.value.faults] == ["language", "email", "phone"]
    with pytest.raises(ContactRefused) as refused:
        reach(by_email=True, by_sms=True)
    assert [fault.code for fault in refused.value.faults] == ["notify.email_missing", "notify.phone_missing"]


def test_a_subject_broken_over_lines_stays_one_header() -> None:
    catalogue.register(Template("test/broken", "{words}", "x"))
    reach(email="hana@example.kr", by_email=True)
    notify(party=HANA, template="test/broken", values={"words": "a\nBcc: b@example.kr"}, now=NOW)
    run_due_jobs(now=clock.now())
    assert mail.outbox[0].subject == "a Bcc: b@example.kr"


def test_the_inbox_counts_what_was_not_opened() -> None:
    send()
    send(Party.business("1234567890"))
    assert unread_count(HANA) == 1
    assert len(messages_of(HANA)) == 1


def test_the_inbox_needs_a_sign_in() -> None:
    assert Client().get("/me/messages/").status_code == 302
