"""Passkeys: enrolled, used, attacked. The authenticator is software; `test_passkeys_in_a_browser` uses Chromium's."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import Assurance
from madang.framework.identity.domain import Known, Standing
from madang.framework.identity.models import Account, Passkey, Session, SignInAttempt
from madang.framework.identity.softkey import SoftKey
from madang.framework.identity.status import StatusUnavailable, use_status_source
from madang.framework.identity.tests.conftest import HOME, NOW, SECRET
from madang.framework.identity.usecases.confirm_with_password import confirm_with_password
from madang.framework.identity.usecases.enrol_passkey import NoSuchPasskey, PasskeyKnown, enrol_passkey, remove_passkey
from madang.framework.identity.usecases.open_session import open_session
from madang.framework.identity.usecases.passkeys import (
    PasskeyRefused,
    PasskeySuspended,
    ask_to_enrol,
    ask_to_prove,
    origin,
    relying_party,
)
from madang.framework.identity.usecases.prove_with_passkey import (
    WeakerProof,
    confirm_with_passkey,
    sign_in_with_passkey,
)
from madang.framework.identity.who import presence

pytestmark = pytest.mark.django_db


def in_session(account: Account, *, method: str = "password", level: int = Assurance.LOW):
    """The account's actor in a session opened that way."""
    session = open_session(account=account, visitor=HOME, method=method, assurance=level, now=NOW).session
    return presence(session_id=session.pk, now=NOW).actor


def key() -> SoftKey:
    return SoftKey(origin=origin(), host=relying_party())


def enrolled(account: Account, soft: SoftKey, **how) -> Passkey:
    actor = in_session(account, **how)
    return enrol_passkey(answer=soft.create(ask_to_enrol(account=account, now=NOW)), name="phone", actor=actor, now=NOW)


def sign_in(soft: SoftKey, *, now=NOW):
    return sign_in_with_passkey(answer=soft.get(ask_to_prove(account=None, now=now)), visitor=HOME, now=now)


def test_a_passkey_signs_in_without_a_name_and_is_told_to_its_owner(hana, told) -> None:
    soft = key()
    enrolled(hana, soft)
    signed, assured = sign_in(soft)
    assert (signed.account, signed.session.method, assured.level) == (hana, "passkey", Assurance.LOW)
    assert told == [("hana", "new_passkey"), ("hana", "new_device")]
    assert Entry.objects.filter(action="identity.enrol_passkey").exists()


def test_a_passkey_is_no_surer_than_how_it_was_given_out(hana) -> None:
    weak, strong = key(), key()
    assert enrolled(hana, weak).level == Assurance.LOW
    assert enrolled(hana, strong, method="proofing", level=Assurance.SUBSTANTIAL).level == Assurance.SUBSTANTIAL
    assert sign_in(strong)[1].level == Assurance.SUBSTANTIAL
    assert sign_in(weak)[1].level == Assurance.LOW


def test_confirming_raises_the_session_and_a_weaker_proof_renews_nothing(hana) -> None:
    strong, weak = key(), key()
    enrolled(hana, strong, method="proofing", level=Assurance.SUBSTANTIAL)
    enrolled(hana, weak)
    actor, later = in_session(hana), NOW + timedelta(minutes=1)
    answer = strong.get(ask_to_prove(account=hana, now=NOW))
    confirm_with_passkey(answer=answer, actor=actor, visitor=HOME, now=later)
    answer = weak.get(ask_to_prove(account=hana, now=NOW))
    with pytest.raises(WeakerProof):
        confirm_with_passkey(answer=answer, actor=actor, visitor=HOME, now=later + timedelta(minutes=1))
    with pytest.raises(WeakerProof):
        confirm_with_password(password=SECRET, actor=actor, now=later + timedelta(minutes=1))
    session = Session.objects.get(pk=actor.session_id)
    assert (session.assurance, session.proved_at) == (Assurance.SUBSTANTIAL, later)


def test_an_answer_from_another_origin_is_refused(hana) -> None:
    soft = key()
    enrolled(hana, soft)
    soft.origin = "https://madang.example.evil"
    with pytest.raises(PasskeyRefused):
        sign_in(soft)
    assert SignInAttempt.objects.filter(account=hana, outcome="bad", method="passkey").count() == 1


def test_an_answer_made_for_another_host_is_refused(hana) -> None:
    soft = key()
    enrolled(hana, soft)
    soft.host = "evil.example"
    with pytest.raises(PasskeyRefused):
        sign_in(soft)


def test_an_answer_counts_once(hana) -> None:
    soft = key()
    enrolled(hana, soft)
    answer = soft.get(ask_to_prove(account=None, now=NOW))
    sign_in_with_passkey(answer=answer, visitor=HOME, now=NOW)
    with pytest.raises(PasskeyRefused):
        sign_in_with_passkey(answer=answer, visitor=HOME, now=NOW)


def test_an_answer_must_come_in_time(hana) -> None:
    soft = key()
    enrolled(hana, soft)
    answer = soft.get(ask_to_prove(account=None, now=NOW))
    with pytest.raises(PasskeyRefused):
        sign_in_with_passkey(answer=answer, visitor=HOME, now=NOW + timedelta(minutes=6))


def test_a_question_for_enrolling_is_no_question_for_signing_in(hana) -> None:
    soft = key()
    enrolled(hana, soft)
    with pytest.raises(PasskeyRefused):
        sign_in_with_passkey(answer=soft.get(ask_to_enrol(account=hana, now=NOW)), visitor=HOME, now=NOW)


def test_a_copied_authenticator_stops_the_passkey_for_good(hana, told) -> None:
    soft = key()
    enrolled(hana, soft)
    copy = replace(soft)
    sign_in(soft)
    with pytest.raises(PasskeySuspended):
        sign_in(copy)
    with pytest.raises(PasskeySuspended):
        sign_in(soft)
    assert told.count(("hana", "passkey_cloned")) == 1


def test_without_user_verification_nobody_is_enrolled_or_signed_in(hana) -> None:
    soft = key()
    soft.verifies = False
    with pytest.raises(PasskeyRefused):
        enrolled(hana, soft)
    soft.verifies = True
    enrolled(hana, soft)
    soft.verifies = False
    with pytest.raises(PasskeyRefused):
        sign_in(soft)


def test_anothers_passkey_confirms_nothing(hana, sora) -> None:
    soft = key()
    enrolled(sora, soft)
    actor = in_session(hana)
    answer = soft.get(ask_to_prove(account=hana, now=NOW))
    with pytest.raises(PasskeyRefused):
        confirm_with_passkey(answer=answer, actor=actor, visitor=HOME, now=NOW)
    assert Session.objects.get(pk=actor.session_id).method == "password"


def test_a_credential_is_enrolled_once_and_by_one_account(hana, sora) -> None:
    soft = key()
    enrolled(hana, soft)
    with pytest.raises(PasskeyKnown):
        enrolled(sora, soft)


def test_a_forged_signature_is_refused(hana) -> None:
    soft, other = key(), key()
    enrolled(hana, soft)
    soft.key = other.key
    with pytest.raises(PasskeyRefused):
        sign_in(soft)


def test_a_removed_passkey_signs_in_nobody_and_only_its_owner_removes_it(hana, sora) -> None:
    soft = key()
    passkey = enrolled(hana, soft)
    with pytest.raises(NoSuchPasskey):
        remove_passkey(passkey_id=passkey.pk, actor=in_session(sora), now=NOW)
    remove_passkey(passkey_id=passkey.pk, actor=in_session(hana), now=NOW)
    with pytest.raises(PasskeyRefused):
        sign_in(soft)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x" * 30_000, '{"id": 1, "response": {}}', "[" * 9000])
def test_what_is_no_answer_is_refused_with_a_sentence(hana, answer) -> None:
    with pytest.raises(PasskeyRefused):
        sign_in_with_passkey(answer=answer, visitor=HOME, now=NOW)
    with pytest.raises(PasskeyRefused):
        enrol_passkey(answer=answer, name="x", actor=in_session(hana), now=NOW)


def test_each_part_of_an_answer_is_checked(hana) -> None:
    soft = key()
    enrolled(hana, soft)
    whole = json.loads(soft.get(ask_to_prove(account=None, now=NOW)))
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        broken = {**whole, "response": {**whole["response"], part: "AAAA"}}
        with pytest.raises(PasskeyRefused):
            sign_in_with_passkey(answer=json.dumps(broken), visitor=HOME, now=NOW)


class Source:
    """A status source that says what it is told to."""

    def __init__(self) -> None:
        self.says: Standing | None = Standing.GOOD

    def standing(self, *, means: str, now) -> Known:
        if self.says is None:
            raise StatusUnavailable
        return Known(standing=self.says, heard_at=now, valid_until=now + timedelta(hours=8))


@pytest.fixture
def source():
    """A source that is asked at each sign-in."""
    told = Source()
    use_status_source("passkey", told)
    yield told
    use_status_source("passkey", None)


def test_signing_in_goes_on_while_the_status_source_is_down(hana, source) -> None:
    soft = key()
    enrolled(hana, soft, method="proofing", level=Assurance.SUBSTANTIAL)
    assert sign_in(soft)[1].ground == "fresh"
    source.says = None
    cached = sign_in(soft, now=NOW + timedelta(hours=7))[1]
    assert (cached.ground, cached.level) == ("cached", Assurance.SUBSTANTIAL)
    stale = sign_in(soft, now=NOW + timedelta(hours=56))[1]
    assert (stale.ground, stale.level) == ("outage", Assurance.LOW)


def test_what_is_revoked_stays_out_also_when_the_source_falls_silent(hana, source) -> None:
    soft = key()
    enrolled(hana, soft)
    source.says = Standing.REVOKED
    with pytest.raises(PasskeyRefused):
        sign_in(soft)
    source.says = None
    with pytest.raises(PasskeyRefused):
        sign_in(soft, now=NOW + timedelta(days=30))
