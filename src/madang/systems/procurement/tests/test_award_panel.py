"""Panels: who may sit on them, scores that nobody sees before all are in, and what comes out."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone, translation

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden
from madang.framework.law import use_country
from madang.systems.procurement.domain.words import AwardBy, Kind
from madang.systems.procurement.models import Ceremony, Complaint, Lot, Offer, PanelMember, SealedScore, Tender
from madang.systems.procurement.tests import award_rows as rows
from madang.systems.procurement.tests.award_rows import BUYER, NOW, STRANGER
from madang.systems.procurement.tests.test_award_lottery import recomputed
from madang.systems.procurement.usecases.award import declare_interest as declaring
from madang.systems.procurement.usecases.award import submit_scores as scoring
from madang.systems.procurement.usecases.award.appoint_panel import PanelUnfit, appoint_panel
from madang.systems.procurement.usecases.award.decide_award import standstill_end
from madang.systems.procurement.usecases.award.load_demo import load_award_demo
from madang.systems.procurement.usecases.award.rank_bids import ScoresNotRevealed, rank_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import NotOpenedYet, reveal_reserve_price
from madang.systems.procurement.usecases.award.reveal_scores import ScoresMissing, SealBroken, reveal_scores
from madang.systems.procurement.usecases.award.rules_of import rules_of
from madang.systems.procurement.usecases.award.write_award_files import write_award_files

pytestmark = pytest.mark.django_db
Sheet = dict[str, dict[str, int]]


def best_value_tender() -> tuple[Tender, list[Actor]]:
    """Three opened bids without a reserve price, and three appointed evaluators."""
    tender = rows.make_tender(award_by=AwardBy.BEST_VALUE, base=None)
    lot = tender.lots.get()
    for place, minor in enumerate([90_000_000, 80_000_000, 100_000_000], start=1):
        rows.make_bid(lot=lot, place=place, minor=minor, draws=[], answers={"quality": "…", "plan": "…"})
    panel = [rows.make_evaluator(f"evaluator {place}") for place in (1, 2, 3)]
    appoint_panel(tender=tender, accounts=[one.account_id or 0 for one in panel], actor=BUYER, now=NOW)
    return rows.opened(tender), panel


def sheet(lot: Lot, *scores: tuple[int, int]) -> Sheet:
    numbers = lot.bids.order_by("number").values_list("number", flat=True)
    return {number: {"quality": quality, "plan": plan} for number, (quality, plan) in zip(numbers, scores, strict=True)}


def test_scores_stay_sealed_until_all_are_in_and_the_ranking_recomputes(tmp_path: Path) -> None:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    for actor in panel:
        declaring.declare_interest(tender=tender, interest="", actor=actor, now=NOW)
    sheets = [((45, 27), (43, 26), (50, 30)), ((44, 28), (42, 26), (49, 29)), ((46, 27), (44, 26), (48, 30))]
    for actor, scores in zip(panel[:2], sheets, strict=False):
        scoring.submit_scores(lot=lot, sheet=sheet(lot, *scores), actor=actor, now=NOW)
    with pytest.raises(ScoresMissing):
        reveal_scores(lot=lot, actor=BUYER, now=NOW)
    assert not SealedScore.objects.exclude(sheet=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM procurement_sealedscore t")
        assert "quality" not in cursor.fetchone()[0]
    scoring.submit_scores(lot=lot, sheet=sheet(lot, *sheets[2]), actor=panel[2], now=NOW)
    with pytest.raises(Forbidden):
        reveal_scores(lot=lot, actor=STRANGER, now=NOW)
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    with pytest.raises(ScoresNotRevealed):
        rank_bids(lot=lot, actor=BUYER, now=NOW)
    assert reveal_scores(lot=lot, actor=BUYER, now=NOW) == 3

    opening = rank_bids(lot=lot, actor=BUYER, now=NOW).opening
    # By hand: B3 49 + 89/3 + 20·80/100 = 94 2/3; B1 45 + 82/3 + 20·80/90 = 90 1/9; B2 43 + 26 + 20 = 89.
    assert [(one["bid"][-2:], one["value"]) for one in opening["ranking"]] == [
        ("B3", "284/3"),
        ("B1", "811/9"),
        ("B2", "89"),
    ]
    assert {one["evaluator"] for one in opening["seals"]} == {"evaluator-1", "evaluator-2", "evaluator-3"}
    result = recomputed(tmp_path, opening)
    assert result.returncode == 0, result.stdout
    opening["bids"][0]["scores"]["evaluator-2"]["plan"] = 30
    assert "DISAGREES the scores of evaluator-2" in recomputed(tmp_path, opening).stdout


def test_no_price_is_seen_before_the_scores_are_in() -> None:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    opened = {"state": "opened", "opened_at": NOW, "closed_at": NOW, "threshold": 2, "keys": [], "began_by": "buyer"}
    Ceremony.objects.create(key="0" * 32, tender=tender, began_at=NOW, **opened)

    def prices() -> list[int | None]:
        return [
            one.get("minor") for one in Client().get(f"/procurement/tenders/{tender.number}/bids.json").json()["bids"]
        ]

    assert prices() == [None, None, None]
    for actor in panel:
        declaring.declare_interest(tender=tender, interest="", actor=actor, now=NOW)
        scoring.submit_scores(lot=lot, sheet=sheet(lot, (45, 27), (43, 26), (50, 30)), actor=actor, now=NOW)
    assert prices() == [None, None, None]
    reveal_scores(lot=lot, actor=BUYER, now=NOW)
    assert sorted(prices()) == sorted(Offer.objects.values_list("minor", flat=True))


def test_sealed_scores_stand_and_are_checked_against_their_seal() -> None:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    given = sheet(lot, (45, 27), (43, 26), (50, 30))
    with pytest.raises(scoring.NotDeclared):
        scoring.submit_scores(lot=lot, sheet=given, actor=panel[0], now=NOW)
    for actor in panel:
        declaring.declare_interest(tender=tender, interest="", actor=actor, now=NOW)
        scoring.submit_scores(lot=lot, sheet=given, actor=actor, now=NOW)
    with pytest.raises(scoring.AlreadySealed):
        scoring.submit_scores(lot=lot, sheet=sheet(lot, (0, 0), (50, 30), (0, 0)), actor=panel[0], now=NOW)
    held = SealedScore.objects.get(member__account=panel[0].account_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedScore.objects.filter(pk=held.pk).update(sha256="0" * 64)
    SealedScore.objects.filter(pk=held.pk).update(sealed={"nonce": "0", "sheet": given})
    with pytest.raises(SealBroken):
        reveal_scores(lot=lot, actor=BUYER, now=NOW)
    assert not SealedScore.objects.exclude(revealed_at=None).exists()


def test_a_sheet_with_faults_is_refused_whole() -> None:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    declaring.declare_interest(tender=tender, interest="", actor=panel[0], now=NOW)
    faulty = sheet(lot, (51, 27), (43, -1), (50, 30)) | {"T-other": {"quality": 1, "plan": 1}}
    with pytest.raises(scoring.SheetFaulty) as refused:
        scoring.submit_scores(lot=lot, sheet=faulty, actor=panel[0], now=NOW)
    numbers = [bid.number for bid in lot.bids.order_by("number")]
    assert [fault.place for fault in refused.value.faults] == [
        "T-other plan",
        "T-other quality",
        f"{numbers[0]} quality",
        f"{numbers[1]} plan",
    ]
    assert not SealedScore.objects.exists()


def test_who_has_an_interest_leaves_the_panel_and_another_comes() -> None:
    tender, panel = best_value_tender()
    lot = Lot.objects.select_related("tender").get(tender=tender)
    left = declaring.declare_interest(tender=tender, interest="My brother works there.", actor=panel[0], now=NOW)
    assert left.state == "conflicted"
    for act in (
        lambda: declaring.declare_interest(tender=tender, interest="", actor=panel[0], now=NOW),
        lambda: scoring.submit_scores(lot=lot, sheet={}, actor=panel[0], now=NOW),
        lambda: declaring.declare_interest(tender=tender, interest="", actor=rows.make_evaluator("nobody"), now=NOW),
    ):
        with pytest.raises(declaring.NotOnPanel):
            act()
    declaring.declare_interest(tender=tender, interest="", actor=panel[1], now=NOW)
    with pytest.raises(declaring.AlreadyDeclared):
        declaring.declare_interest(tender=tender, interest="", actor=panel[1], now=NOW)
    fourth = rows.make_evaluator("fourth")
    appoint_panel(tender=tender, accounts=[fourth.account_id or 0], actor=BUYER, now=NOW)
    assert PanelMember.objects.get(account=fourth.account_id).label == "evaluator-4"


@pytest.mark.parametrize("known_by", ["person", "name"])
def test_who_represents_a_bidder_in_the_register_leaves_the_panel(known_by: str) -> None:
    """The register is the real one; by name, as the site loads it: systems do not import each other."""
    tender, panel = best_value_tender()
    books = import_module("madang.systems.businesses.models")
    business = books.Business.objects.create(
        number="1000000002", name="Supplier 2", form="sole_trader", sector="47", section="G", office_code="NTS-101",
        opened_on=date(2020, 1, 1), registered_on=date(2020, 1, 1),
    )  # fmt: skip
    books.Representative.objects.create(
        business=business, person="e" * 32, name="evaluator 2", from_on=date(2020, 1, 1)
    )
    actor = replace(panel[0], person="e" * 32) if known_by == "person" else panel[1]
    left = declaring.declare_interest(tender=tender, interest="", actor=actor, now=NOW)
    assert (left.state, left.found) == ("conflicted", "1000000002")
    stays = declaring.declare_interest(tender=tender, interest="", actor=panel[2], now=NOW)
    assert (stays.state, stays.found) == ("declared", "")


def test_a_panel_is_large_enough_and_of_evaluators_alone() -> None:
    tender = rows.make_tender(award_by=AwardBy.BEST_VALUE, base=None)
    panel = [rows.make_evaluator(f"e{place}") for place in (1, 2, 3)]
    accounts = [one.account_id or 0 for one in panel]
    with pytest.raises(Forbidden):
        appoint_panel(tender=tender, accounts=accounts, actor=STRANGER, now=NOW)
    for wrong in (accounts[:2], [*accounts, accounts[0]], [*accounts, 987654321]):
        with pytest.raises(PanelUnfit):
            appoint_panel(tender=tender, accounts=wrong, actor=BUYER, now=NOW)
    other = rows.make_tender(award_by=AwardBy.LOWEST_PRICE)
    with translation.override("en"), pytest.raises(PanelUnfit, match="best value"):
        appoint_panel(tender=other, accounts=accounts, actor=BUYER, now=NOW)
    appoint_panel(tender=tender, accounts=accounts, actor=BUYER, now=NOW)
    with pytest.raises(NotOpenedYet):
        declaring.declare_interest(tender=tender, interest="", actor=panel[0], now=NOW)


def test_lifecycle_cost_reads_what_bidders_wrote(tmp_path: Path) -> None:
    tender = rows.make_tender(award_by=AwardBy.LIFECYCLE_COST, base=None)
    lot = tender.lots.get()
    written = [[1000] * 5, "1000, 1000 1000;1000\n900", "1000", [-1] * 5, {"a": 1}, [True] * 5, None, "٣,1,1,1,1"]
    for place, costs in enumerate(written, start=1):
        rows.make_bid(lot=lot, place=place, minor=90_000_000, draws=[], answers={"costs": costs})
    rows.opened(tender)
    lot = Lot.objects.select_related("tender").get(pk=lot.pk)
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW + timedelta(minutes=1))
    opening = rank_bids(lot=lot, actor=BUYER, now=NOW).opening
    assert [(one["bid"][-2:], one["why"]) for one in opening["ranking"]] == [
        ("B2", ""),
        ("B1", ""),
        *((f"B{place}", "costs") for place in range(3, 9)),
    ]
    assert recomputed(tmp_path, opening).returncode == 0


def test_the_demonstration_awards_what_was_opened_and_its_files_recompute(tmp_path: Path) -> None:
    best_value_tender()
    for by, base in ((AwardBy.LOWEST_PRICE, None), (AwardBy.LOWER_LIMIT, rows.BASE), (AwardBy.LOWEST_PRICE, None)):
        tender = rows.make_tender(award_by=by, base=base)
        for place, minor in enumerate([90_000_000, 88_000_000, 95_000_000], start=1):
            bid = rows.make_bid(lot=tender.lots.get(), place=place, minor=minor)
            rows.acting_for(bid.supplier)
        rows.opened(tender)
    assert load_award_demo(now=NOW + timedelta(days=3)) == 2
    assert load_award_demo(now=NOW + timedelta(days=3)) == 0
    assert Complaint.objects.get().state == "open"
    lines = list(write_award_files(out=tmp_path))
    assert "agrees on 2" in lines[-1]
    assert (tmp_path / "opening.json").exists()
    assert (tmp_path / "recompute.txt").read_text().count("everything agrees") == 2


# State Contracts Act art. 28 (2): ten days from knowing, fifteen since Act No. 17133, 25 since Act No. 21418.
@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (date(2020, 9, 21), date(2020, 10, 6)),
        (date(2020, 10, 5), date(2020, 10, 21)),
        (date(2026, 6, 10), date(2026, 6, 26)),
        (date(2026, 6, 15), date(2026, 7, 11)),
    ],
)
def test_bidders_may_object_as_long_as_the_law_of_the_day_says(told: date, ends: date) -> None:
    """Ten days after 21 September 2020 is Chuseok: the next working day, 5 October, is the last."""
    at = datetime.combine(told, time(12), timezone.get_current_timezone())
    assert timezone.localdate(standstill_end(now=at)) == ends


def test_another_country_draws_no_reserve_price_and_stands_still_for_ten_days() -> None:
    """Hanbit: Directive 2007/66/EC art. 2a gives ten days; no lower limit, a panel of one."""
    with use_country("xx"):
        tender = rows.make_tender(award_by=AwardBy.LOWEST_PRICE, base=None)
        lot = Lot.objects.select_related("tender").get(tender=tender)
        rules = rules_of(lot=lot)
        assert (rules.lower_limit, rules.drop_from, rules.low_of_mean) == (None, 0, Fraction(80))
        # Ten days after Monday 22 June 2026 is Thursday 2 July.
        assert timezone.localdate(standstill_end(now=NOW)) == date(2026, 7, 3)
        lot.tender.award_by = AwardBy.LOWER_LIMIT.value
        assert rules_of(lot=lot).lower_limit is None


@pytest.mark.parametrize(
    ("kind", "estimated", "day", "percent"),
    [
        # Before 30 January 2026: the guides; from that day two points more (notice of the contractors' association).
        (Kind.WORKS, 999_999_999, date(2026, 1, 29), "87.745"),
        (Kind.WORKS, 999_999_999, date(2026, 1, 30), "89.745"),
        (Kind.WORKS, 1_000_000_000, date(2026, 1, 29), "86.745"),
        (Kind.WORKS, 5_000_000_000, date(2026, 1, 29), "85.495"),
        (Kind.WORKS, 10_000_000_000, date(2026, 1, 29), "79.995"),
    ],
)
def test_the_lower_limit_is_that_of_kind_size_and_day(kind: Kind, estimated: int, day: date, percent: str) -> None:
    noon = datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC)
    tender = Tender(kind=kind.value, award_by=AwardBy.LOWER_LIMIT.value, published_at=noon)
    assert rules_of(lot=Lot(tender=tender, estimated=estimated)).lower_limit == Fraction(percent)
