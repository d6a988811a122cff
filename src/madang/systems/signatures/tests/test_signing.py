"""Signing at a distance: who asks, who approves on their own device, in which order, and what nobody can do."""

import hashlib
import io
import json
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from madang.exchange.models import OutboxEvent
from madang.framework.identity.actor import Assurance
from madang.framework.identity.may import Forbidden
from madang.framework.identity.usecases.passkeys import PasskeyRefused
from madang.framework.identity.usecases.prove_with_passkey import approval_holds
from madang.framework.notify.models import Message
from madang.framework.storage import storing
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Approval, Certificate, Signatory, SigningRequest
from madang.systems.signatures.tests.files import CONTENT, XML, pdf
from madang.systems.signatures.tests.signing import HOME, Person, asked_by, new_person, session_of, verdict
from madang.systems.signatures.usecases.activate_key import activate_key
from madang.systems.signatures.usecases.ask_signatures import Asked, ask_signatures
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.end_signing import expire_signings, refuse_to_sign, withdraw_signing
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.prepare_approval import prepare_approval
from madang.systems.signatures.usecases.sign_content import NotSignable
from madang.systems.signatures.usecases.sign_remotely import sign_remotely
from madang.systems.signatures.usecases.signing_refusals import (
    ActiveContent,
    ApprovalSpent,
    DocumentMoved,
    NoKey,
    NoPasskey,
    NoSuchSigning,
    NotYoursToWithdraw,
    NotYourTurn,
    PasskeyTooWeak,
    SigningEnded,
    SigningRefused,
)

DOCUMENTS = {
    "lease.pdf": (pdf, "PAdES"),
    "order.xml": (lambda: XML, "XAdES"),
    "order.json": (lambda: b'{"sum": 1000}', "JAdES"),
    "note.txt": (lambda: CONTENT, "CAdES"),
}


@pytest.fixture
def hana(services: Services, now: datetime) -> Person:
    return new_person("hana", now)


@pytest.fixture
def sora(services: Services, now: datetime) -> Person:
    return new_person("sora", now)


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_two_sign_in_order_each_on_their_own_device(
    name: str, hana: Person, sora: Person, now: datetime, tmp_path: Path
) -> None:
    make, form = DOCUMENTS[name]
    request = asked_by(hana, hana, sora, data=make(), name=name, now=now)
    assert request.form == form
    with pytest.raises(NoSuchSigning):
        # Whose turn has not come does not even see the request.
        sora.options(request, now)

    between = hana.sign(request, now)
    assert [one.level for one in verdict(between, now).signatures] == ["B-LT"]
    assert Message.objects.filter(party_key="person-sora", template="signatures/your_turn").count() == 1

    done = sora.sign(request, now)
    report = verdict(done, now)
    assert (report.indication, report.why) == ("TOTAL-PASSED", "")
    assert {one.signer for one in report.signatures} == {"Hana", "Sora"}
    assert {one.level for one in report.signatures} == {"B-LTA"}
    assert done.state == SigningRequest.SIGNED
    assert Message.objects.filter(template="signatures/signed").count() == 2
    if form == "PAdES":
        (tmp_path / name).write_bytes(storing.read_blob(done.current_id))
        told = subprocess.run(["pdfsig", "-nocert", name], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert told.stdout.count("Signature is Valid.") == 2  # it does not check timestamps


def test_what_was_approved_can_be_proved_later(hana: Person, now: datetime) -> None:
    request = hana.sign(asked_by(hana, hana, data=pdf(), name="lease.pdf", now=now), now)
    kept = Approval.objects.get()
    told = json.loads(kept.statement)
    assert hashlib.sha256(kept.statement.encode()).digest() == bytes(kept.challenge)
    assert told["document_sha256"] == hashlib.sha256(pdf()).hexdigest() == request.original_id
    assert told["to_sign_sha256"] == hashlib.sha256(bytes(kept.to_sign)).hexdigest()
    assert approval_holds(answer=kept.answer, challenge=bytes(kept.challenge), public_key=bytes(kept.public_key))
    assert not approval_holds(answer=kept.answer, challenge=b"x" * 32, public_key=bytes(kept.public_key))
    for change in (
        lambda: Approval.objects.update(statement="{}"),
        lambda: Approval.objects.all().delete(),
        lambda: Signatory.objects.update(state="asked"),
        lambda: SigningRequest.objects.update(state="open", ended_at=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_approval_is_for_one_document_one_session_and_one_use(hana: Person, now: datetime) -> None:
    one, other = (asked_by(hana, hana, data=pdf() + end, name="a.pdf", now=now) for end in (b"", b"\n"))
    answer = hana.device.get(hana.options(one, now))
    with pytest.raises(ApprovalSpent):
        sign_remotely(key=other.key, answer=answer, actor=hana.actor, visitor=HOME, now=now)
    elsewhere = session_of(hana.account, now)
    answer = hana.device.get(hana.options(one, now))
    with pytest.raises(ApprovalSpent):
        sign_remotely(key=one.key, answer=answer, actor=elsewhere, visitor=HOME, now=now)
    answer = hana.device.get(hana.options(one, now))
    late = now + timedelta(minutes=6)
    with pytest.raises(PasskeyRefused):
        sign_remotely(key=one.key, answer=answer, actor=hana.actor, visitor=HOME, now=late)
    assert not Approval.objects.exclude(used_at=None).exists()

    answer = hana.device.get(hana.options(one, now))
    sign_remotely(key=one.key, answer=answer, actor=hana.actor, visitor=HOME, now=now)
    with pytest.raises(SigningEnded):
        sign_remotely(key=one.key, answer=answer, actor=hana.actor, visitor=HOME, now=now)


def test_the_key_itself_checks_what_it_signs(hana: Person, sora: Person, now: datetime) -> None:
    request = asked_by(hana, hana, data=pdf(), name="a.pdf", now=now)
    hana.options(request, now)
    approval = Approval.objects.get()
    with pytest.raises(ApprovalSpent):
        activate_key(approval_id=approval.pk, now=now)  # no device has answered

    def answered_by(device, options: str) -> Approval:
        made = Approval.objects.latest("pk")
        made.answer, made.public_key = device.get(options), bytes(Approval.objects.latest("pk").public_key)
        from madang.framework.identity.models import Passkey

        made.public_key = bytes(Passkey.objects.get(account=hana.account).public_key)
        made.save(update_fields=["answer", "public_key"])
        return made

    foreign = answered_by(sora.device, hana.options(request, now))
    with pytest.raises(ApprovalSpent):
        activate_key(approval_id=foreign.pk, now=now)  # another's device answered
    old = answered_by(hana.device, hana.options(request, now))
    with pytest.raises(ApprovalSpent):
        activate_key(approval_id=old.pk, now=now + timedelta(minutes=5))
    good = answered_by(hana.device, hana.options(request, now))
    assert activate_key(approval_id=good.pk, now=now)
    with pytest.raises(ApprovalSpent):
        activate_key(approval_id=good.pk, now=now)


def test_two_who_sign_at_once_do_not_undo_each_other(hana: Person, sora: Person, now: datetime) -> None:
    request = asked_by(hana, hana, sora, data=pdf(), name="a.pdf", now=now, in_order=False)
    early = sora.device.get(sora.options(request, now))
    hana.sign(request, now)
    with pytest.raises(DocumentMoved):
        sign_remotely(key=request.key, answer=early, actor=sora.actor, visitor=HOME, now=now)
    assert len(verdict(sora.sign(request, now), now).signatures) == 2


def test_one_who_refuses_ends_it_with_a_reason_that_all_see(hana: Person, sora: Person, now: datetime) -> None:
    request = asked_by(hana, sora, hana, data=pdf(), name="a.pdf", now=now, system="procurement", reference="C-1")
    with pytest.raises(SigningRefused):
        refuse_to_sign(key=request.key, because=" ", actor=sora.actor, now=now)
    ended = refuse_to_sign(key=request.key, because="The rent is wrong.", actor=sora.actor, now=now)
    assert (ended.state, ended.ended_by, ended.ended_because) == ("refused", "Sora", "The rent is wrong.")
    told = {one.party_key: one.body for one in Message.objects.filter(template="signatures/refused")}
    assert set(told) == {"person-hana", "person-sora"}
    assert all("The rent is wrong." in body for body in told.values())
    event = OutboxEvent.objects.get()
    assert event.contract == "signatures_v1.SigningEndedUnsigned"
    assert b"C-1" in bytes(event.happening)
    with pytest.raises(SigningEnded):
        sora.options(request, now)


def test_the_asker_withdraws_and_nobody_else(hana: Person, sora: Person, now: datetime) -> None:
    request = asked_by(hana, sora, data=pdf(), name="a.pdf", now=now)
    with pytest.raises(NotYoursToWithdraw):
        withdraw_signing(key=request.key, actor=sora.actor, now=now)
    assert withdraw_signing(key=request.key, actor=hana.actor, now=now).state == "withdrawn"
    with pytest.raises(SigningEnded):
        withdraw_signing(key=request.key, actor=hana.actor, now=now)


def test_time_runs_out_once(hana: Person, now: datetime) -> None:
    request = asked_by(hana, hana, data=pdf(), name="a.pdf", now=now)
    late = now + timedelta(days=7)
    with pytest.raises(SigningEnded):
        prepare_approval(key=request.key, actor=hana.actor, now=late)
    assert (expire_signings(now=now), expire_signings(now=late), expire_signings(now=late)) == (0, 1, 0)
    assert SigningRequest.objects.get().state == "expired"


def test_without_certificate_passkey_or_identity_card_nobody_signs(services: Services, now: datetime) -> None:
    bare = new_person("bare", now, certificate=False, passkey=False)
    request = asked_by(bare, bare, data=pdf(), name="a.pdf", now=now)
    with pytest.raises(NoPasskey):
        bare.options(request, now)
    bold = new_person("bold", now, certificate=False)
    with pytest.raises(NoKey):
        bold.options(asked_by(bold, bold, data=pdf(), name="a.pdf", now=now), now)
    weak = new_person("weak", now, level=Assurance.LOW)
    with pytest.raises(PasskeyTooWeak):
        weak.sign(asked_by(weak, weak, data=pdf(), name="a.pdf", now=now), now)


def test_a_certificate_revoked_between_question_and_answer_signs_nothing(hana: Person, now: datetime) -> None:
    request = asked_by(hana, hana, data=pdf(), name="a.pdf", now=now)
    answer = hana.device.get(hana.options(request, now))
    serial = Certificate.objects.get(party="person:person-hana").serial
    revoke_certificate(serial=serial, reason=Reason.KEY_COMPROMISE, actor=hana.actor, now=now)
    with pytest.raises(ApprovalSpent):
        sign_remotely(key=request.key, answer=answer, actor=hana.actor, visitor=HOME, now=now)
    assert SigningRequest.objects.get().current_id == request.original_id


def test_what_is_wrong_with_a_request_is_told_all_at_once(hana: Person, now: datetime) -> None:
    with pytest.raises(SigningRefused) as refused:
        asked_by(hana, hana, hana, data=pdf(), name="a.pdf", now=now)
    assert [one.code for one in refused.value.faults] == ["signatures.signing.twice"]
    nothing = Asked(
        data=b"", file_name="", title="", reason="", signers=(), due_at=now, asker=hana.party, asker_name=""
    )
    with pytest.raises(SigningRefused) as refused:
        ask_signatures(asked=nothing, actor=hana.actor, now=now)
    assert [one.place for one in refused.value.faults] == ["title", "reason", "signers", "due"]
    with pytest.raises(SigningRefused) as refused:
        asked_by(hana, hana, data=b"MZ\x90\x00" * 50, name="a.pdf", now=now)
    assert {one.place for one in refused.value.faults} == {"file"}
    with pytest.raises(ActiveContent):
        asked_by(hana, hana, data=acting(), name="a.pdf", now=now)
    with pytest.raises(NotSignable):
        asked_by(hana, hana, data=b"%PDF-1.7\n1 0 obj\n%%EOF", name="a.pdf", now=now)
    nobody = Person("x", hana.account, replace(hana.actor, person=None), hana.device)
    with pytest.raises(Forbidden):
        asked_by(nobody, hana, data=pdf(), name="a.pdf", now=now)
    both = asked_by(hana, hana, data=pdf(), name="a.pdf", now=now, in_order=False)
    Signatory.objects.filter(request=both).update(state="waiting")
    with pytest.raises(NotYourTurn):
        prepare_approval(key=both.key, actor=hana.actor, now=now)


def acting() -> bytes:
    """A page that runs a script when it is opened."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf() + b"\n"))
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("this.title = 1")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(script)
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
