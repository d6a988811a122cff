"""openssl reads what the authorities write: chains, lists, answers about certificates, timestamps."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import OFFICIAL, RESIDENT, list_pem, openssl, pem
from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
from madang.systems.signatures.usecases.change_status import (
    release_certificate,
    revoke_certificate,
    suspend_certificate,
)
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.publish_crl import latest_list, publish_crl
from madang.systems.signatures.usecases.timestamp import answer_timestamp

Issue = Callable[..., Certificate]


@pytest.fixture
def folder(tmp_path: Path, services: Services, issued: Issue, now: datetime) -> Path:
    """A relying party's folder: root, chain, a person's certificate."""
    (tmp_path / "root.pem").write_bytes(pem(services.root.certificate))
    (tmp_path / "chain.pem").write_bytes(pem(services.authority.certificate))
    (tmp_path / "leaf.pem").write_bytes(pem(issued().der))
    write_lists(tmp_path, services)
    return tmp_path


def write_lists(folder: Path, services: Services) -> None:
    """The latest whole lists of both authorities."""
    lists = [latest_list(authority=authority) for authority in (services.root, services.authority)]
    (folder / "crl.pem").write_bytes(list_pem(*(one.der for one in lists if one)))


def verify(folder: Path, *more: str) -> str:
    """What `openssl verify` says of the person's certificate with all lists."""
    done = openssl(
        "verify", "-x509_strict", "-crl_check_all", "-CAfile", "root.pem", "-CRLfile", "crl.pem", "-untrusted",
        "chain.pem", *more, "leaf.pem", folder=folder,
    )  # fmt: skip
    return done.stdout + done.stderr


def ask(folder: Path, now: datetime, *, nonce: bool = True) -> str:
    """What `openssl ocsp` reads out of our answer to its own request."""
    extra = () if nonce else ("-no_nonce",)
    made = openssl("ocsp", "-issuer", "chain.pem", "-cert", "leaf.pem", "-reqout", "q.der", *extra, folder=folder)
    assert made.returncode == 0, made.stderr
    (folder / "a.der").write_bytes(answer_ocsp(request=(folder / "q.der").read_bytes(), now=now).der)
    # -no_nonce: openssl would put a fresh nonce over the one in the request that it reads.
    read = openssl(
        "ocsp", "-respin", "a.der", "-reqin", "q.der", "-issuer", "chain.pem", "-cert", "leaf.pem", "-CAfile", "root.pem",
        "-verify_other", "chain.pem", "-no_nonce", folder=folder,
    )  # fmt: skip
    return read.stdout + read.stderr


def test_a_chain_with_its_lists_verifies(folder: Path) -> None:
    assert "leaf.pem: OK" in verify(folder)


def test_a_revoked_certificate_is_on_the_next_list(folder: Path, services: Services, now: datetime) -> None:
    leaf = Certificate.objects.get(profile="person")
    revoke_certificate(serial=leaf.serial, reason=Reason.KEY_COMPROMISE, actor=RESIDENT, now=now)
    publish_crl(authority=services.authority, now=now)
    write_lists(folder, services)
    assert "certificate revoked" in verify(folder)


def test_an_answer_tells_good_then_revoked_at_once(folder: Path, now: datetime) -> None:
    first = ask(folder, now)
    assert "Response verify OK" in first
    assert "leaf.pem: good" in first
    assert "nonce" not in first.lower()
    leaf = Certificate.objects.get(profile="person")
    revoke_certificate(serial=leaf.serial, reason=Reason.KEY_COMPROMISE, actor=RESIDENT, now=now)
    after = ask(folder, now)
    assert "leaf.pem: revoked" in after
    assert "Reason: keyCompromise" in after


def test_a_presigned_answer_does_not_outlive_a_suspension(folder: Path, now: datetime) -> None:
    leaf = Certificate.objects.get(profile="person")
    assert "leaf.pem: good" in ask(folder, now, nonce=False)
    suspend_certificate(serial=leaf.serial, actor=OFFICIAL, now=now)
    held = ask(folder, now, nonce=False)
    assert "leaf.pem: revoked" in held
    assert "Reason: certificateHold" in held
    release_certificate(serial=leaf.serial, actor=OFFICIAL, now=now)
    assert "leaf.pem: good" in ask(folder, now, nonce=False)


def test_a_timestamp_verifies(folder: Path, now: datetime) -> None:
    (folder / "document.txt").write_text("what existed then\n")
    openssl("ts", "-query", "-data", "document.txt", "-sha256", "-cert", "-out", "q.tsq", folder=folder)
    (folder / "document.tsr").write_bytes(answer_timestamp(request=(folder / "q.tsq").read_bytes(), now=now))
    arguments = ("ts", "-verify", "-in", "document.tsr", "-CAfile", "root.pem", "-untrusted", "chain.pem")
    for against in (("-queryfile", "q.tsq"), ("-data", "document.txt")):
        done = openssl(*arguments, *against, folder=folder)
        assert "Verification: OK" in done.stdout + done.stderr, done.stdout + done.stderr
    (folder / "document.txt").write_text("something else\n")
    assert openssl(*arguments, "-data", "document.txt", folder=folder).returncode != 0
