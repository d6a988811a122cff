"""Issuing, replacing, revoking."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.audit.models import Entry
from madang.framework.documents import Document, issue, reissue, revoke
from madang.framework.documents.issuers import NoSuchOffice
from madang.framework.documents.kinds import NoSuchKind
from madang.framework.documents.tests.conftest import CONTENT, FACTS, HANA, MONDAY
from madang.framework.documents.usecases.issue import KeyUsedForAnother
from madang.framework.documents.usecases.revoke import NoLongerValid, ReasonMissing
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Office
from madang.framework.values import Party

ACTOR = system_actor("test")
Make = Callable[..., Document]


def test_an_issued_document_is_sealed_numbered_kept_and_recorded(made: Make, file: Callable[[Document], bytes]) -> None:
    document = made()
    assert document.number.startswith("MADANG-")
    assert file(document).startswith(b"%PDF-1.7")
    assert (document.issuer, document.holder, document.title) == ("서울특별시 종로구", "김하나", "주민등록표 초본")
    # 90 days after 8 June 2026.
    assert document.valid_until is not None
    assert document.valid_until.isoformat() == "2026-09-06"
    assert Entry.objects.filter(action="documents.issue", target=f"document:{document.number}").count() == 1


def test_the_same_request_gives_the_same_document(made: Make) -> None:
    assert made(idempotency_key="r1") == made(idempotency_key="r1")
    assert Document.objects.count() == 1


def test_a_request_is_not_used_for_another_party(made: Make) -> None:
    made(idempotency_key="r1")
    with pytest.raises(KeyUsedForAnother):
        made(idempotency_key="r1", party=Party.person("dohyun"))


def test_an_unknown_kind_or_office_changes_nothing(made: Make, office: Office, kind: object) -> None:
    before = Entry.objects.count()
    with pytest.raises(NoSuchKind):
        made(kind="test.nothing")
    Office.objects.all().delete()
    with pytest.raises(NoSuchOffice):
        made()
    assert not Document.objects.exists()
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_without_its_record_there_is_no_document(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("madang.framework.audit.record", refuse)
    with pytest.raises(RuntimeError):
        made()
    assert not Document.objects.exists()


def test_text_that_looks_like_markup_stays_text(made: Make) -> None:
    hostile = '#read("/data.json") *x* $ \\ " <script> @x #{panic()}'
    document = made(content={"holder": hostile, "rows": [[hostile, hostile]]}, facts={hostile: hostile})
    assert document.facts == [[hostile, hostile]]


def test_a_replaced_document_names_its_successor(made: Make) -> None:
    old = made()
    new = reissue(
        document=old, content=CONTENT, facts=FACTS, actor=ACTOR, now=MONDAY + timedelta(days=1), reason="name corrected"
    )
    old.refresh_from_db()
    assert (old.status, old.replaced_by) == ("replaced", new.number)
    with pytest.raises(NoLongerValid):
        reissue(document=old, content=CONTENT, facts=FACTS, actor=ACTOR, now=MONDAY)


def test_a_revocation_says_why_and_happens_once(made: Make) -> None:
    document = made()
    with pytest.raises(ReasonMissing):
        revoke(document=document, reason=" ", actor=ACTOR, now=MONDAY)
    document = revoke(document=document, reason="issued in error", actor=ACTOR, now=MONDAY)
    assert document.status == "revoked"
    with pytest.raises(NoLongerValid):
        revoke(document=document, reason="again", actor=ACTOR, now=MONDAY)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_document SET title = 'x'",
        "UPDATE documents_document SET facts = '[]'",
        "UPDATE documents_document SET sha256 = 'x', status = 'revoked', status_at = now()",
        "UPDATE documents_document SET status = 'revoked'",
        "DELETE FROM documents_document",
    ],
)
def test_the_database_refuses_to_edit_an_issued_document(made: Make, change: str) -> None:
    made()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_revoked_document_stays_revoked(made: Make) -> None:
    revoke(document=made(), reason="issued in error", actor=ACTOR, now=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_document SET status = 'valid', status_at = NULL")


def test_an_english_document_is_english_throughout(made: Make) -> None:
    document = made(
        language="en", facts={"Name": "Kim Hana"}, content={"holder": "Kim Hana", "rows": [["Name", "Kim Hana"]]}
    )
    assert document.issuer == "Jongno-gu Office"


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_once_make_one_document(made: Make) -> None:
    import threading

    from django.db import connections

    found: list[str] = []

    def run() -> None:
        try:
            found.append(
                issue(
                    kind="test.residence", party=HANA, content=CONTENT, facts=FACTS, language="ko", actor=ACTOR, now=MONDAY,
                    idempotency_key="once",
                ).number
            )  # fmt: skip
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1
    assert Document.objects.count() == 1
