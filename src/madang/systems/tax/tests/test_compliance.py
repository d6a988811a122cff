"""Risks, selections and tips through their pages: who sees what, what lies in the database, what can be computed again."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.systems.tax.domain.selection import LABEL, Rules, rank
from madang.systems.tax.models import AuditSelection, InvoiceFact, RiskFinding, Tip
from madang.systems.tax.usecases.compliance import select_for_audit as selecting
from madang.systems.tax.usecases.compliance.find_risks import find_risks
from madang.systems.tax.usecases.compliance.judge_finding import clear_finding
from madang.systems.tax.usecases.compliance.load_demo import FIRST_NUMBER, load_compliance_demo
from madang.systems.tax.usecases.compliance.tips import NoSuchTip, read_tip, tip_of_code
from madang.systems.tax.usecases.permissions import INSPECTOR

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


@pytest.fixture
def inspectors(db: None) -> tuple[Account, Account]:
    pair = new_account("inspector-one"), new_account("inspector-two")
    for one in pair:
        give_duty(one, INSPECTOR, office="NTS-101")
    return pair


def acting(account: Account) -> Actor:
    held = Duty(office_code="NTS-101", office_name="NTS-101", code=INSPECTOR)
    return Actor(kind=ActorKind.OFFICIAL, account_id=account.pk, name=account.name, duties=(held,))


def kinds_of(subject: str) -> set[str]:
    return set(RiskFinding.objects.filter(subject=subject).values_list("kind", flat=True))


@pytest.mark.django_db
def test_the_planted_patterns_are_found_once_and_go_when_they_are_put_right() -> None:
    load_compliance_demo(now=NOW)
    found = list(RiskFinding.objects.values_list("key", flat=True))
    ring = {str(FIRST_NUMBER + 24 + place) for place in range(4)}
    assert set(RiskFinding.objects.filter(kind="circular").values_list("subject", flat=True)) == ring
    assert list(RiskFinding.objects.filter(kind="missing_trader").values_list("subject", flat=True)) == [
        str(FIRST_NUMBER + 28)
    ]
    assert find_risks(now=NOW + timedelta(days=1)) == 0
    assert list(RiskFinding.objects.values_list("key", flat=True)) == found

    one = RiskFinding.objects.filter(kind="not_sold").order_by("pk")[0]
    row = one.evidence[0]
    InvoiceFact.objects.create(side="seller", **{name: row[name] for name in row if not name.startswith("other_")})
    find_risks(now=NOW + timedelta(days=2))
    assert not RiskFinding.objects.filter(key=one.key).exists()


def test_an_inspector_sees_reasons_and_evidence_and_clears_with_reasons(inspectors: tuple[Account, Account]) -> None:
    load_compliance_demo(now=NOW)
    browser = signed_in(inspectors[0])
    listed = browser.get("/tax/risks/").content.decode()
    assert "Circular trading" in listed
    held = RiskFinding.objects.filter(kind="circular")[0]
    page = browser.get(f"/tax/risks/{held.pk}/").content.decode()
    assert "They sell to each other in a circle" in page
    assert page.count("<line ") == 4
    assert browser.post(f"/tax/risks/{held.pk}/", {"reasons": ""}).status_code == 422
    assert browser.post(f"/tax/risks/{held.pk}/", {"reasons": "A group of firms."}).status_code == 302
    assert browser.post(f"/tax/risks/{held.pk}/", {"reasons": "Again."}).status_code == 422
    find_risks(now=NOW + timedelta(days=1))
    held.refresh_from_db()
    assert (held.state, held.decision) == ("cleared", "A group of firms.")
    assert Entry.objects.filter(target=f"risk:{held.key}").count() >= 3
    with pytest.raises(Forbidden):
        clear_finding(finding=held.pk, reasons="x", actor=Actor(kind=ActorKind.OFFICIAL), now=NOW)


def test_a_selection_takes_two_people_and_its_draw_can_be_computed_again(inspectors: tuple[Account, Account]) -> None:
    load_compliance_demo(now=NOW)
    first, second = map(acting, inspectors)
    rules = Rules(least_score=60, most=3, chance=4)
    held = selecting.propose_selection(rules=rules, actor=first, now=NOW)
    with pytest.raises(selecting.FourEyes):
        selecting.approve_selection(number=held.number, words="some words of mine", actor=first, now=NOW)
    with pytest.raises(selecting.WordsMissing):
        selecting.approve_selection(number=held.number, words="short", actor=second, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed, seed_public FROM tax_auditselection")
        sealed, public = cursor.fetchone()
    assert (held.seed.encode() in bytes(sealed), public) == (False, "")

    held = selecting.approve_selection(number=held.number, words="some words of mine", actor=second, now=NOW)
    with pytest.raises(selecting.SelectionOver):
        selecting.approve_selection(number=held.number, words="some words of mine", actor=second, now=NOW)
    told = "\n".join((LABEL, held.seed_public, held.number)).encode()
    assert held.commitment == hashlib.sha256(told).hexdigest()
    picks = list(held.picks.order_by("pk"))
    by_rule = [one.subject for one in picks if one.reason == "rule"]
    drawn = [one.subject for one in picks if one.reason == "chance"]
    ranks = {one: rank(seed=held.seed_public, words=held.words, subject=one) for one in held.population}
    assert (len(by_rule), len(drawn)) == (3, 4)
    assert {one for one in set(held.population) - set(by_rule) if ranks[one] <= held.threshold} == set(drawn)
    assert all(one.case for one in picks)
    assert set(RiskFinding.objects.filter(subject__in=by_rule).values_list("state", flat=True)) == {"selected"}

    shown = Client(headers={"accept-language": "en"}).get("/tax/audits/draws/", {"number": drawn[0]}).content.decode()
    assert held.seed_public in shown
    assert ranks[drawn[0]] in shown
    assert not any(f">{one}<" in shown for one in held.population)
    browser = signed_in(inspectors[0])
    assert held.number in browser.get("/tax/audits/").content.decode()
    assert picks[0].case in browser.get(f"/tax/audits/{held.number}/").content.decode()
    assert browser.post("/tax/audits/", {"least_score": 0, "most": 999, "chance": -1}).status_code == 422
    assert AuditSelection.objects.count() == 1


def _followed(inspector: Client, tip: Tip, code: str, secret: str) -> None:
    """Whoever has the code is asked and answers until the inspector closes."""
    inspector.post(f"/tax/tips/received/{tip.number}/", {"text": "Which cupboard?"})
    stranger = Client(headers={"accept-language": "en"})
    assert "Which cupboard?" in stranger.post("/tax/tips/follow/", {"code": code.lower()}).content.decode()
    assert (
        "In the cellar."
        in stranger.post("/tax/tips/follow/", {"code": code, "text": "In the cellar."}).content.decode()
    )
    wrong = stranger.post("/tax/tips/follow/", {"code": "0" * 20})
    assert (wrong.status_code, secret in wrong.content.decode()) == (422, False)
    inspector.post(f"/tax/tips/received/{tip.number}/", {"text": "Thank you.", "close": "on"})
    assert stranger.post("/tax/tips/follow/", {"code": code, "text": "More."}).status_code == 422


def test_a_tip_is_sealed_followed_by_its_code_and_read_by_inspectors_alone(inspectors: tuple[Account, Account]) -> None:
    sender = signed_in(new_account("teller", person="p-teller"))
    secret = "The second ledger lies in the green cupboard."
    file = SimpleUploadedFile("teller-at-home.png", PNG, content_type="image/png")
    given = {"about": "Sample Trading 28", "text": secret, "contact": "", "file": file}
    sent = sender.post("/tax/tips/", given)
    code = sent.content.decode().split("<code>")[1].split("</code>")[0]
    tip = Tip.objects.get()

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM tax_tip t")
        (row,) = cursor.fetchone()
    raw = bytes.fromhex("".join(part.split('"')[0] for part in row.split("\\\\x")[1:]))
    assert not any(
        word in row or word.encode() in raw for word in ("ledger", "Sample", code, code.replace("-", ""), "teller")
    )
    last = Entry.objects.get(action="tax.send_tip")
    assert (last.account, last.actor_name, last.actor_kind) == (None, "", "anonymous")
    with pytest.raises(Forbidden):
        read_tip(number=tip.number, actor=Actor(kind=ActorKind.RESIDENT, person="p-teller"), now=NOW)

    inspector = signed_in(inspectors[0])
    assert secret not in inspector.get("/tax/tips/received/").content.decode()
    page = inspector.get(f"/tax/tips/received/{tip.number}/").content.decode()
    assert secret in page
    assert "teller-at-home" not in page
    assert Entry.objects.filter(action="tax.read_tip").count() == 1
    address = page.split('href="/files/')[1].split('"')[0]
    assert b"".join(inspector.get(f"/files/{address}").streaming_content) == PNG  # type: ignore[attr-defined]
    assert sender.get(f"/files/{address}").status_code == 404
    assert sender.get(f"/tax/tips/received/{tip.number}/").status_code == 403

    _followed(inspector, tip, code, secret)
    with pytest.raises(NoSuchTip):
        tip_of_code(code="")


@pytest.mark.django_db
def test_a_faulty_tip_is_refused_with_every_fault_and_keeps_nothing() -> None:
    browser = Client(headers={"accept-language": "en"})
    short = browser.post("/tax/tips/", {"about": "", "text": "too short"})
    assert short.status_code == 422
    program = SimpleUploadedFile("x.png", b"MZ" + bytes(500), content_type="image/png")
    bad = browser.post("/tax/tips/", {"about": "A", "text": "It happened in the month of May.", "file": program})
    assert bad.status_code == 422
    assert Tip.objects.count() == 0


def test_a_business_reads_what_it_can_put_right_and_neither_points_nor_what_would_warn_it(
    inspectors: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    from madang.framework.values import Party
    from madang.systems.tax.web.compliance import my_risks

    load_compliance_demo(now=NOW)
    told = RiskFinding.objects.filter(kind="differing")[0]
    ring = RiskFinding.objects.filter(kind="circular")[0]
    pages = {}
    for subject in (told.subject, ring.subject, "0000000000"):
        browser = signed_in(new_account(f"owner-{subject}", person=f"p-{subject}"))
        monkeypatch.setattr(Actor, "party", property(lambda self, subject=subject: Party.business(subject)))
        pages[subject] = browser.get("/tax/risk/").content.decode()
        monkeypatch.undo()
    assert my_risks
    assert "Compare the amounts with the other side" in pages[told.subject]
    assert "point" not in pages[told.subject].split("<main")[1].split("</main")[0]
    assert "Circular" not in pages[ring.subject]
    assert "Everything fits" in pages["0000000000"]
