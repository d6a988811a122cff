"""pkilint has nothing above a notice to say about what the authorities write."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pkilint.bin import lint_crl, lint_ocsp_response, lint_pkix_cert

from madang.systems.signatures.domain.profiles import PROFILES
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import OFFICIAL, PARTIES, list_pem, ocsp_request, pem
from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
from madang.systems.signatures.usecases.change_status import revoke_certificate, suspend_certificate
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.publish_crl import latest_list, publish_crl

Issue = Callable[..., Certificate]
LINT = ["lint", "-s", "WARNING"]


def findings(main: Callable[[list[str]], int], *arguments: str, said: pytest.CaptureFixture[str]) -> str:
    """What a linter finds at warning or above; its exit code counts them."""
    found = main([*LINT, *arguments])
    text = said.readouterr().out
    return f"{found}: {text}" if found else ""


def test_every_profile_is_clean(
    services: Services, issued: Issue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for profile in PARTIES:
        issued(profile)
    own = {row.profile: row.der for row in Certificate.objects.all()} | {"root": services.root.certificate}
    assert set(own) == set(PROFILES)
    for profile, der in own.items():
        (tmp_path / profile).write_bytes(pem(der))
        assert findings(lint_pkix_cert.main, str(tmp_path / profile), said=capsys) == "", profile


def test_the_linter_finds_what_is_wrong(tmp_path: Path, services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    der = bytes(services.authority.certificate).replace(
        bytes.fromhex("0603551d0f0101ff"), bytes.fromhex("0603551d0f010100")
    )
    (tmp_path / "wrong").write_bytes(der)
    assert findings(lint_pkix_cert.main, "--document-format", "DER", str(tmp_path / "wrong"), said=capsys) != ""


def test_lists_and_deltas_are_clean(
    services: Services, issued: Issue, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    revoke_certificate(serial=issued().serial, reason=Reason.KEY_COMPROMISE, actor=OFFICIAL, now=now)
    whole = publish_crl(authority=services.authority, now=now)
    later = now + timedelta(minutes=1)
    suspend_certificate(serial=issued("seal").serial, actor=OFFICIAL, now=later)
    delta = publish_crl(authority=services.authority, now=later, delta=True)
    roots = latest_list(authority=services.root)
    assert roots is not None
    assert (whole.entries, delta.entries, delta.base) == (1, 1, whole.number)
    for kind, one in (("CRL", whole), ("CRL", delta), ("ARL", roots)):
        (tmp_path / "list").write_bytes(list_pem(one.der))
        assert findings(lint_crl.main, "-t", kind, "-p", "PKIX", str(tmp_path / "list"), said=capsys) == ""


@pytest.mark.parametrize("nonce", [None, b"n" * 32])
def test_answers_are_clean(
    services: Services,
    issued: Issue,
    now: datetime,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    nonce: bytes | None,
) -> None:
    leaf = issued()
    for _ in range(2):
        request = ocsp_request(leaf.der, services.authority.certificate, nonce=nonce)
        (tmp_path / "a").write_bytes(answer_ocsp(request=request, now=now).der)
        assert findings(lint_ocsp_response.main, "--document-format", "DER", str(tmp_path / "a"), said=capsys) == ""
        if Certificate.objects.get(pk=leaf.pk).status == "good":
            revoke_certificate(serial=leaf.serial, reason=Reason.SUPERSEDED, actor=OFFICIAL, now=now)
