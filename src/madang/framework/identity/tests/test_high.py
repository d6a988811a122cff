"""Level high by a passkey: an official who saw the key, or a maker that vouches for it; and the step-up that asks for it."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madang.framework.audit.models import Entry
from madang.framework.identity.access import duty
from madang.framework.identity.actor import Assurance
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Account, Passkey, Session
from madang.framework.identity.softkey import SoftKey
from madang.framework.identity.tests.conftest import MACHINE, NOW, actor
from madang.framework.identity.tests.test_passkeys import enrolled, sign_in
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.usecases.enrol_at_counter import NotASecurityKey, ask_at_counter, enrol_at_counter
from madang.framework.identity.usecases.passkeys import PasskeyRefused, ask_to_enrol, origin, relying_party
from madang.framework.identity.usecases.prove_at_counter import Evidence
from madang.framework.identity.who import local_day

pytestmark = pytest.mark.django_db
MODEL = bytes(range(16))


@pytest.fixture
def clerk(people, office) -> Account:
    """An official who checks identities."""
    account = people("clerk")
    duty("identity.proofing", title="Proofing officer")
    day = local_day(NOW)
    assign_duty(account=account, office=office, duty="identity.proofing", assigned_from=day, actor=MACHINE, now=NOW)
    return account


def security_key(**other) -> SoftKey:
    return SoftKey(origin=origin(), host=relying_party(), transports=("usb",), **other)


def at_counter(account: Account, clerk: Account, soft: SoftKey) -> Passkey:
    official = actor(clerk)
    answer = soft.create(ask_at_counter(account=account, actor=official, now=NOW))
    return enrol_at_counter(
        answer=answer, name="key", account=account, evidence=Evidence.PASSPORT, actor=official, now=NOW
    )


def test_a_key_added_before_an_official_signs_in_at_high_and_its_owner_is_told(hana, clerk, told) -> None:
    soft = security_key()
    passkey = at_counter(hana, clerk, soft)
    assert (passkey.level, passkey.checked_by, passkey.account) == (Assurance.HIGH, "official", hana)
    signed, assured = sign_in(soft)
    assert (signed.account, signed.session.assurance, assured.level) == (hana, Assurance.HIGH, Assurance.HIGH)
    assert told[0] == ("hana", "new_passkey")
    entries = Entry.objects.filter(target=f"account:{hana.pk}", account=clerk.pk)
    assert {one.action for one in entries} == {"identity.prove_at_counter", "identity.enrol_passkey"}


@pytest.mark.parametrize("lie", [{"copies": True}, {"transports": ("internal",)}])
def test_a_key_that_can_be_copied_or_lies_in_the_counters_computer_is_not_added(hana, clerk, lie) -> None:
    soft = SoftKey(**({"origin": origin(), "host": relying_party(), "transports": ("usb",)} | lie))
    with pytest.raises(NotASecurityKey):
        at_counter(hana, clerk, soft)
    assert not Passkey.objects.exists()


def test_nobody_adds_a_key_to_themselves_or_without_the_duty(hana, clerk, official) -> None:
    for by, whose in ((clerk, clerk), (official, hana), (hana, hana)):
        with pytest.raises(Forbidden):
            at_counter(whose, by, security_key())


def test_the_persons_own_session_cannot_answer_the_counters_question(hana, clerk) -> None:
    soft = security_key()
    answer = soft.create(ask_to_enrol(account=hana, now=NOW))
    with pytest.raises(PasskeyRefused):
        enrol_at_counter(
            answer=answer, name="key", account=hana, evidence=Evidence.PASSPORT, actor=actor(clerk), now=NOW
        )


def test_a_key_that_begins_to_say_it_can_be_copied_is_refused(hana, clerk) -> None:
    soft = security_key()
    at_counter(hana, clerk, soft)
    soft.copies = True
    with pytest.raises(PasskeyRefused):
        sign_in(soft)


def certificate(subject: str, issuer, own, signer, *, ca: bool, model: bytes = b"", unit: str = "") -> x509.Certificate:
    """A maker's certificate, as WebAuthn describes it; or its root."""
    names = [x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Maker")]
    names += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    name = x509.Name([*names, x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(issuer or name).public_key(own.public_key())
    # The library compares with the clock of the machine.
    built = built.serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=3650))
    built = built.not_valid_after(NOW + timedelta(days=36500))
    built = built.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if model:
        named = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4"), b"\x04\x10" + model)
        built = built.add_extension(named, critical=False)
    return built.sign(signer, hashes.SHA256())


@pytest.fixture
def maker(tmp_path, settings):
    """A maker whose root is trusted; makes authenticators, good ones and others."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = certificate("Maker Root", None, root_key, root_key, ca=True)
    (tmp_path / "maker.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    settings.MADANG_PASSKEY_MAKERS = str(tmp_path)

    def make(*, model: bytes = MODEL, unit: str = "Authenticator Attestation", ca: bool = False, trusted: bool = True):
        own = ec.generate_private_key(ec.SECP256R1())
        signer = root_key if trusted else ec.generate_private_key(ec.SECP256R1())
        leaf = certificate("Batch 7", root.subject, own, signer, ca=ca, model=model, unit=unit)
        return security_key(maker=(own, leaf.public_bytes(serialization.Encoding.DER)), model=MODEL)

    return make


@pytest.mark.parametrize(
    ("lie", "level"),
    [
        ({}, Assurance.HIGH),
        ({"trusted": False}, Assurance.SUBSTANTIAL),
        ({"model": bytes(16)[:-1] + b"x"}, Assurance.SUBSTANTIAL),
        ({"unit": "Marketing"}, Assurance.SUBSTANTIAL),
        ({"ca": True}, Assurance.SUBSTANTIAL),
    ],
)
def test_after_a_counters_code_a_trusted_makers_word_gives_high_and_nothing_less_does(hana, maker, lie, level) -> None:
    """Web Authentication Level 3, s. 8.2.1: chain, subject, basic constraints, model."""
    assert enrolled(hana, maker(**lie), method="proofing", level=Assurance.SUBSTANTIAL).level == level


def test_a_trusted_maker_says_nothing_of_who_holds_the_key(hana, maker) -> None:
    assert enrolled(hana, maker()).level == Assurance.LOW


def test_a_session_says_its_level_on_the_settings_page(browser, hana, clerk) -> None:
    soft = security_key()
    at_counter(hana, clerk, soft)
    options = browser.post("/sign-in/passkey/options/").content.decode()
    assert browser.post("/sign-in/passkey/", {"answer": soft.get(options)}).status_code == 302
    assert "level: high" in browser.get("/settings/").content.decode()
    page = browser.get("/confirm/?level=3&next=/settings/").content.decode()
    assert "With a password" not in page
    assert "Confirm with a passkey" in page
    assert Session.objects.get(ended_at=None).assurance == Assurance.HIGH
