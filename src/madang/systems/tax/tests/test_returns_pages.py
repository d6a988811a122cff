"""The return as a page to confirm: prefilled, disputed, filed, corrected, decided."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.documents.models import Document
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.values import clock
from madang.systems.tax.domain.words import DueReason
from madang.systems.tax.models import CorrectionDecision, Due, ReportDispute, Return
from madang.systems.tax.tests.returns_world import HANA, official, report, taxpayer
from madang.systems.tax.usecases.returns.seal_receipt import seal_receipt

pytestmark = pytest.mark.django_db
PAGE = "/tax/returns/2025/income/"


@pytest.fixture
def hana(db: None) -> Client:
    import_module("madang.systems.population.demo").load_demo(
        country="kr", population=12, now=clock.now(), progress=lambda *_told: None
    )
    return signed_in(new_account("hana", person=HANA, name="Kim Hana"))


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def file(client: Client, **more: str):
    page = client.get(f"{PAGE}summary/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    return client.post(f"{PAGE}summary/", {"seen": seen, **more})


def test_what_is_known_is_filled_in_disputed_filed_and_corrected(hana: Client):
    bank, employer = (
        taxpayer("business", "1018100011", name="한강은행"),
        taxpayer("business", "1018100012", name="한빛전자"),
    )
    report(employer, "wages", 60_000_000)
    report(employer, "wages_withheld", 1_000_000)
    report(bank, "interest", 900_000)

    page = text(hana.get(PAGE))
    assert "한빛전자" in page
    assert "₩60,000,000" in page
    assert "Children of the age for the credit 1" in page  # Seoyun is eight, Doyun was born in 2025

    own = {"minor": "400000", "reason": "The account is shared", "tell": "on"}
    assert hana.post(f"{PAGE}figures/interest/", own).status_code == 302
    assert hana.post(f"{PAGE}figures/interest/", {"minor": "1", "reason": ""}).status_code == 422
    dispute = ReportDispute.objects.get()
    assert (dispute.own_minor, dispute.report.reporter) == (400_000, bank)
    assert "your figure" in text(hana.get(PAGE))

    filed = Return.objects.get(number=file(hana)["Location"].split("/")[-2])
    assert filed.facts["interest"] == 400_000
    assert filed.sources["interest"] == ["own"]
    assert filed.sources["wages"] == [filed.taxpayer.name and employer.reports.get(kind="wages").number]
    assert Document.objects.get(number=seal_receipt(number=filed.number, now=clock.now())).kind == "tax.return_receipt"
    assert seal_receipt(number=filed.number, now=clock.now()) == Return.objects.get(pk=filed.pk).receipt

    assert hana.post(f"{PAGE}figures/wages/", {"minor": "70000000", "reason": "A bonus"}).status_code == 302
    amended = Return.objects.get(number=file(hana)["Location"].split("/")[-2])
    assert (amended.kind, amended.corrects) == ("amended", filed)
    raised = Due.objects.get(source=amended.number, reason=DueReason.RETURN.value)
    assert raised.minor == amended.payable_minor - max(0, filed.payable_minor)

    assert hana.post(f"{PAGE}figures/wages/", {"minor": "50000000", "reason": "No bonus"}).status_code == 302
    assert file(hana).status_code == 422  # a claim says why
    claim = Return.objects.get(number=file(hana, reason="The bonus was paid in 2026")["Location"].split("/")[-2])
    granted(claim, back=amended.payable_minor - claim.payable_minor)


def granted(claim: Return, *, back: int) -> None:
    """A tax officer grants the claim within the law's two months; what is to be given back is the difference."""
    officer = official(claim.taxpayer.office_code)
    case = Case.objects.get(number=claim.case)
    assert claim.kind == "claim"
    assert case.due_on - case.filed_at.date() > timedelta(days=50)
    decide(case=case, outcome="granted", reasons="Proved.", actor=officer, now=clock.now())
    decision = CorrectionDecision.objects.get(claim=claim)
    assert (decision.granted, decision.back_minor) == (True, back)
