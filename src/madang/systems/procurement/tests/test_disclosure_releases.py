"""Releases: what they say, what they never say, and how they are merged."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.framework.law import use_country
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.formats import ocds_merge
from madang.systems.procurement.models import Bid, Contract, Correction, PlannedPurchase, Release, Tender
from madang.systems.procurement.tests.disclosure_rows import NOW, award, bid, contract, planned, tender
from madang.systems.procurement.usecases.disclosure.load_demo import load_disclosure_demo
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.disclosure.write_files import write_disclosure_files

pytestmark = pytest.mark.django_db


def publish(made: Tender | PlannedPurchase, step: Step, days: int) -> Release:
    with transaction.atomic():
        return publish_release(ocid=made.ocid, step=step, now=NOW + timedelta(days=days))


def a_process() -> Tender:
    """A tender of two lots from notice to contract, with a correction; everything secret is called SECRET."""
    made = tender("T1", lots=2)
    publish(made, Step.TENDER, 0)
    first, second = made.lots.order_by("position")
    bids = [bid(first, "5555555555", 777_777_777, state="received"), bid(second, "2222222222", 9, state="received")]
    later = NOW + timedelta(days=15)
    Tender.objects.filter(pk=made.pk).update(title="Chairs, corrected", closes_at=later, opens_at=later)
    at = NOW + timedelta(days=3)
    Correction.objects.create(
        tender=made, at=at, by="SECRET-OFFICER", reason="A reason for all", changes=[], closes_from=NOW, closes_to=later
    )
    publish(made, Step.TENDER_AMENDMENT, 3)
    Bid.objects.filter(pk__in=[one.pk for one in bids]).update(state="withdrawn", withdrawn_at=NOW)
    Tender.objects.filter(pk=made.pk).update(state="opened")
    won = bid(first, "1111111111", 9_000_000, device="SECRET-DEVICE")
    bid(first, "3333333333", 8_888_888, state="opened")
    publish(made, Step.TENDER_UPDATE, 16)
    given = award(won, at=NOW + timedelta(days=20))
    Tender.objects.filter(pk=made.pk).update(state="awarded", ended_at=NOW + timedelta(days=20))
    publish(made, Step.AWARD, 20)
    drawn = contract(given, at=NOW + timedelta(days=31), state="pending")
    assert "contracts" not in publish(made, Step.AWARD_UPDATE, 30).body, "an unsigned contract is a draft"
    Contract.objects.filter(pk=drawn.pk).update(state="active")
    publish(made, Step.CONTRACT, 31)
    return made


def test_one_ocid_goes_through_it_all_and_the_record_says_what_stands() -> None:
    made = a_process()
    told = [one.body for one in Release.objects.order_by("at")]
    assert {one["ocid"] for one in told} == {made.ocid}
    assert [one["tag"] for one in told] == [
        ["tender"],
        ["tenderAmendment"],
        ["tenderUpdate"],
        ["award"],
        ["awardUpdate"],
        ["contract"],
    ]
    now = ocds_merge.compiled(told)
    assert now["tender"]["status"] == "complete"
    assert now["tender"]["numberOfTenderers"] == 2
    assert now["tender"]["amendments"][0]["amendsReleaseID"] == told[0]["id"]
    assert now["tender"]["amendments"][0]["releaseID"] == told[1]["id"]
    assert now["awards"][0]["value"] == {"amount": 9_000_000, "currency": "KRW"}
    assert [one["id"] for one in now["awards"][0]["items"]] == ["1-1", "1-2"]
    assert now["awards"][0]["relatedLots"] == ["1"]
    assert [(one["id"], one["status"]) for one in now["tender"]["lots"]] == [("1", "complete"), ("2", "unsuccessful")]
    assert {one["id"]: one["relatedLot"] for one in now["tender"]["items"]} == {
        "1-1": "1",
        "1-2": "1",
        "2-1": "2",
        "2-2": "2",
    }
    assert [one["rationale"] for one in now["tender"]["amendments"]] == ["A reason for all"]
    assert now["contracts"][0]["awardID"] == now["awards"][0]["id"]
    roles = {one["identifier"]["id"]: one["roles"] for one in now["parties"]}
    assert roles["1111111111"] == ["tenderer", "supplier", "payee"]
    assert roles["3333333333"] == ["tenderer"]
    titles = ocds_merge.versioned(told)["tender"]["title"]
    assert [one["value"] for one in titles] == ["Chairs T1", "Chairs, corrected"]
    assert titles[1]["releaseTag"] == ["tenderAmendment"]


def test_what_is_secret_does_not_go_out() -> None:
    a_process()
    told = [json.dumps(one.body) for one in Release.objects.order_by("at")]
    for secret in ("SECRET", "987654321", "987_654_321"):
        assert not any(secret in one for one in told), secret
    for one in told[:2]:  # before the opening: neither who bids nor what
        assert "1111111111" not in one
        assert "777777777" not in one
        assert "numberOfTenderers" not in one
        assert "bids" not in json.loads(one)
    assert not any("777777777" in one for one in told), "a bid that was withdrawn"


def test_all_opened_prices_are_told_once_the_law_has_them_published() -> None:
    made = a_process()
    bids = [one.body.get("bids", {}).get("details", []) for one in Release.objects.order_by("at")]
    assert [len(one) for one in bids] == [0, 0, 2, 2, 2, 2]
    assert bids[2][1] == {
        "id": "B-T1-1-3333333333",
        "date": "2026-03-02T01:00:00Z",
        "status": "valid",
        "tenderers": [{"id": "KR-BRN-3333333333", "name": "Supplier 3333333333"}],
        "value": {"amount": 8_888_888, "currency": "KRW"},
        "relatedLots": ["1"],
    }
    page = Client(headers={"accept-language": "en"}).get(f"/procurement/open/process/{made.ocid}/").content.decode()
    assert page.index("₩8,888,888") < page.index("₩9,000,000"), "the lowest first"


@pytest.mark.parametrize(("country", "told"), [("kr", [True, True]), ("xx", [False, True])])
def test_a_country_says_whether_prices_are_told_at_the_opening_or_with_the_award(
    country: str, told: list[bool]
) -> None:
    with use_country(country):
        made = tender("T5", state="opened")
        won = bid(made.lots.get(), "1111111111", 9_000_000)
        bid(made.lots.get(), "2222222222", 9_100_000)
        opening = publish(made, Step.TENDER_UPDATE, 11).body
        award(won, at=NOW + timedelta(days=12))
        both = opening, publish(made, Step.AWARD, 12).body
        assert [all("value" in bid for bid in one["bids"]["details"]) for one in both] == told


def test_a_panel_scores_without_prices_so_they_are_told_after_its_scores() -> None:
    made = tender("T6", state="opened", award_by="best_value")
    bid(made.lots.get(), "1111111111", 9_000_000)
    told = publish(made, Step.TENDER_UPDATE, 11).body["bids"]["details"]
    assert [sorted(one) for one in told] == [["date", "id", "relatedLots", "status", "tenderers"]]


def test_a_plan_says_what_is_to_come() -> None:
    plan = planned("P1", month=6)
    assert "tender" not in publish(plan, Step.PLANNING, 0).body, "a plan that is not published"
    PlannedPurchase.objects.update(published_at=NOW)
    told = [publish(plan, Step.PLANNING, 1).body]
    assert told[0]["buyer"]["id"] == "KR-GOV-1741000"
    assert told[0]["planning"] == {
        "budget": {"amount": {"amount": 12_000_000, "currency": "KRW"}},
        "milestones": [
            {
                "id": "notice",
                "title": "입찰공고",
                "type": "preProcurement",
                "dueDate": "2026-06-30T00:00:00Z",
                "status": "scheduled",
            }
        ],
    }
    said = {name: told[0]["tender"][name] for name in ("title", "status", "procurementMethod", "value", "items")}
    assert said == {
        "title": "Chairs planned",
        "status": "planned",
        "procurementMethod": "open",
        "value": {"amount": 12_000_000, "currency": "KRW"},
        "items": [
            {
                "id": "1-1",
                "description": "Chairs planned",
                "classification": {"scheme": "UNSPSC", "id": "56112100"},
            }
        ],
    }
    assert "SECRET" not in json.dumps(told)
    page = Client(headers={"accept-language": "en"}).get(f"/procurement/open/process/{plan.ocid}/").content.decode()
    assert "June 2026" in page


def test_a_tender_takes_the_place_of_its_plan() -> None:
    plan = planned("P1", month=6)
    PlannedPurchase.objects.update(published_at=NOW)
    told = [publish(plan, Step.PLANNING, 1).body]
    told.append(publish(tender("T9", ocid=plan.ocid), Step.TENDER, 5).body)
    now = ocds_merge.compiled(told)
    assert now["planning"]["milestones"][0]["status"] == "met"
    assert now["planning"]["budget"]["id"] == "2026-1100-22"
    assert (now["tender"]["id"], now["tender"]["status"]) == ("T9", "active")
    assert [(one["id"], one["description"]) for one in now["tender"]["items"]] == [
        ("1-1", "Thing 1"),
        ("1-2", "Thing 2"),
    ]


def test_a_draft_is_not_told() -> None:
    made = tender("T2", state="draft", published_at=None, questions_until=None, closes_at=None, opens_at=None)
    body = publish(made, Step.TENDER, 0).body
    assert "tender" not in body
    assert "Chairs" not in json.dumps(body)


def test_a_release_takes_few_queries_whatever_the_size() -> None:
    small, large = tender("T3"), tender("T4", lots=9, state="opened")
    for lot in large.lots.all():
        for who in range(5):
            bid(lot, f"{who}", 100 + who)
    counts = []
    for made in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            publish(made, Step.TENDER, 0)
        counts.append(sum("SAVEPOINT" not in one["sql"] for one in seen))
    assert max(counts) <= 15


def test_the_public_pages_and_files_tell_the_same() -> None:
    made = a_process()
    client = Client(headers={"accept-language": "en"})
    page = client.get("/procurement/open/")
    assert "2026" in page.content.decode()
    packed = json.loads(b"".join(client.get("/procurement/open/2026/releases.json")))
    records = json.loads(b"".join(client.get("/procurement/open/2026/records.json")))
    assert packed["version"] == "1.1"
    assert len(packed["releases"]) == 6
    assert records["records"][0]["releases"] == packed["releases"]
    assert records["records"][0]["compiledRelease"]["tag"] == ["compiled"]
    lines = b"".join(client.get("/procurement/open/2026/contracts.csv")).decode().splitlines()
    assert len(lines) == 2
    assert made.ocid in lines[1]
    assert client.get("/procurement/open/1999/releases.json").status_code == 404
    assert client.get("/procurement/open/2026/bids.csv").status_code == 404
    happened = client.get(f"/procurement/open/process/{made.ocid}/").content.decode()
    for says in ("The notice was corrected", "Bids were opened", "Lot 2: Lot 2", "Contract C-A-B-T1-1-1111111111"):
        assert says in happened
    figures = client.get("/procurement/statistics/?year=2026&buyer=1741000").content.decode()
    assert "Lots by number of bids" in figures
    assert client.get("/procurement/statistics/?year=²&buyer=x").status_code == 200


def test_programs_read_on_from_where_they_were() -> None:
    made = a_process()
    client = Client()
    every = json.loads(b"".join(client.get("/api/procurement/ocds/releases?since=2026-01-01T00:00:00Z")))["releases"]
    assert len(every) == 6
    rest = client.get(f"/api/procurement/ocds/releases?since=2026-01-01T00:00:00Z&after={every[2]['id']}")
    assert [one["id"] for one in json.loads(b"".join(rest))["releases"]] == [one["id"] for one in every[3:]]
    record = json.loads(b"".join(client.get(f"/api/procurement/ocds/records/{made.ocid}")))["records"][0]
    assert record["ocid"] == made.ocid
    unknown = client.get("/api/procurement/ocds/records/nothing")
    assert unknown.status_code == 404
    assert unknown.json()["code"] == "procurement.disclosure.no_such_process"


def test_history_without_releases_is_released_once_in_few_queries(tmp_path: Path) -> None:
    for number in range(40):
        at = NOW - timedelta(days=7 * number)
        made = tender(f"H{number}", at=at, state="awarded", ended_at=at + timedelta(days=12))
        won = bid(made.lots.get(), "1111111111", 9_000_000 + number)
        contract(award(won, at=at + timedelta(days=12)), at=at + timedelta(days=20))
    later = NOW + timedelta(days=60)
    with CaptureQueriesContext(connection) as seen:
        assert load_disclosure_demo(now=later) == 120
    assert len(seen) < 30
    assert load_disclosure_demo(now=later) == 0
    assert len(list(write_disclosure_files(out=tmp_path))) == 2
    records = json.loads((tmp_path / "records.json").read_text())["records"]
    for each in records:
        notice, award_told, signed = each["releases"]
        assert [one["tag"] for one in each["releases"]] == [["tender"], ["award"], ["contract"]]
        assert not {"awards", "contracts"} & set(notice)
        assert "tenderers" not in notice["tender"]
        assert ("awards" in award_told, "contracts" in award_told, "contracts" in signed) == (True, False, True)
