"""What strangers, replays and stale pages get."""

import json
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import system_actor
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Party, clock
from madang.systems.tax.models import Report, Return
from madang.systems.tax.tests.returns_world import HANA, report, taxpayer
from madang.systems.tax.usecases.returns.load_demo import load_returns_demo
from madang.systems.tax.usecases.returns.write_files import write_return_files

pytestmark = pytest.mark.django_db
PAGE = "/tax/returns/2025/income/"
MINSU = next(row["person"] for row in pack().data("demo")["residents"] if row["login"] == "minsu")


@once_a_file
def residents() -> None:
    import_module("madang.systems.population.demo").load_demo(
        country="kr", population=12, now=clock.now(), progress=lambda *_told: None
    )


@pytest.fixture(autouse=True)
def _people(residents: None) -> None:
    """On the register in each test."""


def browser(login: str, person: str, **options) -> Client:
    return signed_in(new_account(login, person=person), **options)


def seen(client: Client) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(f"{PAGE}summary/").content.decode()).group(1)


def test_a_page_that_grew_stale_files_nothing_and_a_replay_files_nothing_more():
    hana, employer = browser("hana", HANA), taxpayer("business", "1018100012", name="한빛전자")
    report(employer, "wages", 60_000_000)
    before = seen(hana)
    report(employer, "interest", 500)

    assert hana.post(f"{PAGE}summary/", {"seen": before}).status_code == 422
    assert not Return.objects.exists()

    now = seen(hana)
    assert hana.post(f"{PAGE}summary/", {"seen": now}).status_code == 302
    again = hana.post(f"{PAGE}summary/", {"seen": now})
    assert again.status_code == 422  # the figures are those of a correction now
    assert Return.objects.count() == 1


def test_nobody_sees_or_files_the_return_of_another():
    hana, minsu = browser("hana", HANA), browser("minsu", MINSU)
    hana.post(f"{PAGE}figures/wages/", {"minor": "30000000", "reason": ""})
    assert "₩30,000,000" not in minsu.get(PAGE).content.decode()
    hana.post(f"{PAGE}summary/", {"seen": seen(hana)})
    number = Return.objects.get().number

    assert minsu.get(f"/tax/returns/filed/{number}/").status_code == 404
    assert minsu.get(f"/api/tax/returns/{number}").status_code == 404
    assert hana.get(f"/tax/returns/filed/{number}/").status_code == 200
    officer = new_account("officer")
    give_duty(officer, "tax.officer", office="NTS-999")
    assert signed_in(officer).get(f"/tax/returns/filed/{number}/").status_code == 404
    near = new_account("near")
    give_duty(near, "tax.officer", office=Return.objects.get().taxpayer.office_code)
    assert signed_in(near).get(f"/tax/returns/filed/{number}/").status_code == 200
    assert Entry.objects.filter(action="tax.look_at_return").count() == 1


def test_absurd_figures_are_refused_on_the_page_and_the_draft_stays():
    hana = browser("hana", HANA)
    hana.post(f"{PAGE}figures/wages/", {"minor": "30000000", "reason": ""})
    for minor in ("-1", "999999999999999999", "1.5", "", "9" * 40, "NaN"):
        assert hana.post(f"{PAGE}figures/interest/", {"minor": minor, "reason": "x"}).status_code == 422, minor
    assert hana.post(f"{PAGE}figures/gold/", {"minor": "1"}).status_code == 404
    assert hana.get("/tax/returns/2025/corporate/").status_code == 404
    assert hana.get("/tax/returns/202x/income/").status_code == 404
    assert "₩30,000,000" in hana.get(PAGE).content.decode()


def test_an_agent_files_under_a_mandate_for_returns_and_the_page_says_for_whom():
    agent, now = new_account("sora", person=MINSU), clock.now()

    def mandate(scope: str, kind: str = "company_representative") -> str:
        made = grant_mandate(
            grantor=Party.business("1018100013"),
            holder=Party.person(MINSU),
            scope=[scope],
            valid_from=now.date() - timedelta(days=1),
            valid_until=now.date() + timedelta(days=300),
            grantor_name="도현상회",
            kind=kind,
            evidence="test",
            actor=system_actor("test"),
            now=now,
        )
        return str(made.key)

    taxpayer("business", "1018100013", name="도현상회", roles=["vat_general"])
    page = "/tax/returns/2026-H1/vat/"
    assert signed_in(agent, mandate=mandate("civil.apply:*")).get(page).status_code == 403
    client = signed_in(agent, mandate=mandate("tax.file:*"))
    client.post(f"{page}figures/sales_invoiced/", {"minor": "40000000"})
    client.post(f"{page}figures/purchases_invoiced_tax/", {"minor": "1000000"})
    summary = client.get(f"{page}summary/").content.decode()
    assert "You file for 도현상회" in summary
    code = re.search(r'name="seen" value="(\w+)"', summary).group(1)
    assert client.post(f"{page}summary/", {"seen": code}).status_code == 302
    filed = Return.objects.get()
    assert (filed.taxpayer.party_key, filed.payable_minor) == ("1018100013", 3_000_000)


def test_programs_file_once_and_hear_every_fault():
    hana = browser("hana", HANA)
    body = {"tax": "income", "period": "2025", "facts": {"wages": 30_000_000}}

    def post(body: dict[str, object]):
        return hana.post("/api/tax/returns", json.dumps(body), content_type="application/json")

    wrong = post(body | {"facts": {"wages": -1, "gold": 2}})
    assert (wrong.status_code, len(wrong.json()["errors"])) == (422, 2)
    first, second = post(body), post(body)
    assert first.status_code == second.status_code == 200
    assert first.json()["number"] == second.json()["number"]
    assert post(body | {"facts": {"wages": 1}}).status_code == 409
    assert [row["number"] for row in hana.get("/api/tax/returns").json()] == [first.json()["number"]]
    assert hana.get(f"/api/tax/returns/{first.json()['number']}").json()["steps"]
    assert Client().post("/api/tax/returns", "{}", content_type="application/json").status_code == 401


def test_the_preview_says_what_a_change_brings_and_keeps_nothing():
    hana, employer = browser("hana", HANA), taxpayer("business", "1018100012", name="한빛전자")
    report(employer, "wages", 60_000_000)
    address = f"/tax/returns/{clock.now().year}/preview/"
    assert "the amounts are those of 2025" in hana.get(address).content.decode()
    less = hana.get(address, {"wages": "50000000"}, headers={"HX-Request": "true"}).content.decode()
    assert "better for you" in less
    assert "<html" not in less
    assert not Return.objects.exists()


def test_the_demonstration_is_the_same_each_time_and_the_tour_leaves_its_files(tmp_path):
    taxpayer("business", "1018100019")  # with the office that seals
    count = load_returns_demo(now=clock.now())
    assert load_returns_demo(now=clock.now()) == count == Report.objects.count()
    assert Return.objects.filter(taxpayer__party_key=HANA).exists()

    lines = list(write_return_files(out=tmp_path))
    assert lines
    assert (tmp_path / "return.pdf").read_bytes().startswith(b"%PDF-")
    told = json.loads((tmp_path / "assessment.json").read_text())
    assert told["payable_minor"] == told["tax_minor"] - told["prepaid_minor"]
    assert told["steps"][0]["cite"]
