"""What the framework seals, certified and timestamped here, as pdfsig and our own validation read it."""

import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from madang.contracts.signatures_v1 import GetStandings
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.usecases.issue_decision import issue_decision
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.documents import Document, keeping
from madang.framework.documents.seal.trust import Untrusted
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Office
from madang.framework.values import Party
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import OFFICIAL, PERSON, pem
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.request_certificate import PROCEDURE
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

OFFICE = "1741000"


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> None:
    """Keys and files of the test's own."""
    settings.MADANG_KEYS = tmp_path / "keys"
    settings.MADANG_STORAGE = tmp_path / "storage"
    settings.MADANG_COUNTRY = "kr"


@pytest.fixture
def decision(places: None, services: Services, now: datetime) -> Decision:
    """An official of a registered office refused a certificate."""
    Office.objects.update_or_create(code=OFFICE, defaults={"name": "행정안전부", "name_en": "Ministry of the Interior"})
    party = Party.person(PERSON)
    data = {"profile": "person", "name": "이하나", "public_key": "", "renews": ""}
    case: Case = open_case(
        procedure=PROCEDURE, applicant=party, subject=party, office=OFFICE, data=data, actor=system_actor("t"), now=now
    )
    return Decision.objects.create(
        case=case, outcome="refused", reasons="신원을 확인할 수 없습니다.", decided_at=now, decided_by=1,
        decided_by_name="Kim", office_code=OFFICE, legal_text="전자서명법 제14조",
    )  # fmt: skip


def _sealed(decision: Decision, now: datetime) -> bytes:
    made = issue_decision(decision=decision, actor=system_actor("t"), now=now)
    assert isinstance(made, Document)
    return keeping.read(sha256=made.sha256)


def _verdict(pdf: bytes, now: datetime) -> tuple[str, str]:
    report = validate_signatures(data=pdf, anchors=own_anchors(), sources=OwnServices(now=now), now=now)
    return report.indication, report.signatures[0].level


def test_a_decision_carries_the_deciding_agencys_seal_and_its_time(
    decision: Decision, services: Services, now: datetime, tmp_path: Path
) -> None:
    pdf = _sealed(decision, now)
    # Certificate and timestamp are a little younger than the instant at which the job read its clock.
    assert _verdict(pdf, now + timedelta(hours=1)) == ("TOTAL-PASSED", "B-T")
    seal = Certificate.objects.get(profile="seal", party=f"office:{OFFICE}")
    assert (seal.name, seal.key_label) == ("행정안전부", "")
    assert _sealed(decision, now) == pdf
    _pdfsig_says_valid(pdf, services, tmp_path)


def _pdfsig_says_valid(pdf: bytes, services: Services, folder: Path) -> None:
    """poppler's, with a trust store that holds our root and nothing else."""
    (folder / "nss").mkdir()
    (folder / "root.pem").write_bytes(pem(services.root.certificate))
    (folder / "document.pdf").write_bytes(pdf)
    store = f"sql:{folder / 'nss'}"
    for command in (
        ("certutil", "-N", "-d", store, "--empty-password"),
        ("certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", "root.pem"),
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    command = ["pdfsig", "-nssdir", store, "-no-ocsp", "document.pdf"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in told
    assert "Certificate Validation: Certificate is Trusted." in told
    assert "Total document signed" in told


def test_a_revoked_seal_no_longer_vouches_for_what_is_sealed_later(
    decision: Decision, services: Services, now: datetime
) -> None:
    pdf = _sealed(decision, now)
    seal = Certificate.objects.get(profile="seal", party=f"office:{OFFICE}")
    hour = now + timedelta(hours=2)
    revoke_certificate(serial=seal.serial, reason=Reason.CESSATION_OF_OPERATION, actor=OFFICIAL, now=hour)
    # The timestamp proves that the seal was there before.
    assert _verdict(pdf, now + timedelta(hours=3)) == ("TOTAL-PASSED", "B-T")


def test_an_outage_of_timestamps_delays_the_paper_and_then_goes_without(
    decision: Decision, services: Services, now: datetime
) -> None:
    units = Certificate.objects.filter(profile="timestamp")
    units.update(status="revoked", reason="unspecified", changed_at=now)
    with pytest.raises(Untrusted):
        issue_decision(decision=decision, actor=system_actor("t"), now=now)
    assert not Document.objects.exists()
    pdf = _sealed(decision, now + timedelta(days=1))
    assert _verdict(pdf, now + timedelta(hours=25)) == ("TOTAL-PASSED", "B-B")


def test_members_certificates_alone_are_told_how_they_stand(services: Services, now: datetime) -> None:
    wanted = Wanted(profile="member", party=Party.office("north"), name="north", host_names=("north.example",))
    member = issue_certificate(wanted=wanted, actor=OFFICIAL, now=now)
    person = issue_certificate(
        wanted=Wanted(profile="person", party=Party.person(PERSON), name="이하나"), actor=OFFICIAL, now=now
    )
    revoke_certificate(serial=member.serial, reason=Reason.KEY_COMPROMISE, actor=OFFICIAL, now=now)
    asking = Asking(
        system="exchange",
        actor=system_actor("exchange"),
        purpose="Checking the members' certificates",
        basis=legal_basis(asker="exchange", question=GetStandings),
    )
    told = ask(GetStandings(fingerprints=(member.fingerprint, person.fingerprint)), asking).standings
    assert [one.status for one in told] == ["revoked", "unknown"]
