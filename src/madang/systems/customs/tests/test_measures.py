"""Measures for a time: the law of their rates, two officials, quotas, and what anybody sees of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.law import use_country
from madang.framework.values import Money, Period
from madang.systems.customs.domain.declaration import Document
from madang.systems.customs.domain.duty import Basis, read_duty
from madang.systems.customs.domain.measures import Measure, read_measures, with_measures
from madang.systems.customs.domain.regimes import Claim, choose_rate, open_rates, tariff
from madang.systems.customs.domain.tariff import TariffFaulty
from madang.systems.customs.models import MeasureStep, TariffQuota, TradeMeasure
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, acting, declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import faults_in
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff.keep_measures import (
    Entered,
    MeasureDecided,
    MeasureFaulty,
    OwnMeasure,
    decide_end,
    decide_measure,
    propose_end,
    propose_measure,
)
from madang.systems.customs.usecases.tariff.measures_in_force import measures_of_pack, measures_on
from madang.systems.customs.usecases.tariff.what_would_i_pay import Asked, what_would_i_pay

ON = date(2026, 3, 9)
FIRST, SECOND = (
    Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(OFFICE, OFFICE, TARIFF),)) for name in ("도", "시")
)
MAKERS = Entered(
    regime="I",
    title="커피메이커",
    prefixes=("8516710000",),
    origins=("CN",),
    suppliers=(("Northmill Co., Ltd.", "4.5%"),),
    others="12.3%",
    valid_from=date(2026, 1, 1),
    last_on=date(2026, 12, 31),
    cite="Customs Act art. 51",
    source="test",
)
BELLIES = Entered(
    regime="P1",
    title="삼겹살",
    prefixes=("0203291000",),
    others="free",
    valid_from=date(2026, 1, 1),
    last_on=date(2026, 6, 30),
    order="PORK",
    quota_total=Decimal(1000),
    quota_unit="KGM",
    cite="Customs Act art. 71",
    source="test",
)


def measure(regime: str, rate: str, *, code: str = "T", prefix: str = "0904210000") -> Measure:
    return Measure(
        code=code,
        regime=regime,
        titles={},
        prefixes=(prefix,),
        origins=frozenset(),
        suppliers=(),
        others=read_duty(text=rate),
        period=Period(date(2026, 1, 1)),
        cite=f"test {code}",
    )


def chosen(*measures: Measure, line: str, claim: Claim, quotas: frozenset[str] = frozenset()) -> tuple[str, list[str]]:
    basis = Basis(value=1_000_000, on=ON, quantities={"KGM": Decimal(1)}, digits=0, quotas=quotas)
    with use_country("kr"):
        found = choose_rate(line=with_measures(line=tariff().lines[line], measures=measures), claim=claim, basis=basis)
    return found.rate.regime, [rate.regime for rate in found.added]


def entered(one: Entered) -> TradeMeasure:
    made = propose_measure(entered=one, actor=FIRST, now=NOW)
    return decide_measure(number=made.number, approve=True, actor=SECOND, now=NOW)


def test_hot_rolled_plate_bears_the_rate_of_its_supplier():
    # Ordinance No. 1145 of 2025-11-24 as the press tells it: 27.91, 29.62, 32.32, all others 34.10 percent.
    with use_country("kr"):
        (plate,) = (one for one in measures_of_pack() if one.code == "AD-PLATE")
        line = with_measures(line=tariff().lines["8516710000"], measures=())
        line = with_measures(line=line, measures=[measure_for(plate, line.code)])
        rates = {
            name: [
                str(rate.duty.percent)
                for rate in open_rates(line=line, claim=Claim(origin="CN", supplier=name), basis=basis_on(ON))
                if rate.regime == "I"
            ]
            for name in ("BAOSHAN IRON & STEEL", "Jiangsu Shagang.", "Hunan Valin Xiangtan", "Nobody Steel", "")
        }
        before = open_rates(line=line, claim=Claim(origin="CN"), basis=basis_on(date(2025, 11, 23)))
        japan = open_rates(line=line, claim=Claim(origin="JP"), basis=basis_on(ON))
    assert list(rates.values()) == [["27.91"], ["29.62"], ["32.32"], ["34.10"], ["34.10"]]
    assert {rate.regime for rate in (*before, *japan)} == {"A"}


def basis_on(day: date) -> Basis:
    return Basis(value=1000, on=day, quantities={}, digits=0)


def measure_for(plate: Measure, code: str) -> Measure:
    """The same measure on a line that the pack holds: of steel it holds none."""
    return Measure(**{name: getattr(plate, name) for name in plate.__slots__} | {"prefixes": (code,)})


@pytest.mark.parametrize(
    ("measures", "claim", "expected"),
    [
        # Art. 50 (2) 1 before all: art. 68 takes the place of the conceded rate, art. 69 no. 2 that of any.
        ((measure("T1", "360%"),), Claim(origin="CN"), ("T1", [])),
        ((measure("L2", "100%"), measure("P1", "20%", code="Q")), Claim(origin="CN"), ("L2", [])),
        # Art. 50 (2) 3 in the order in which it names them; remedies are added to whichever holds.
        ((measure("L", "90%"), measure("P1", "20%", code="Q")), Claim(origin="CN"), ("L", [])),
        ((measure("P1", "20%"), measure("SE", "10%", code="S")), Claim(origin="CN"), ("P1", [])),
        (
            (measure("SE", "10%"), measure("I", "5%", code="D"), measure("K", "7%", code="K")),
            Claim(origin="CN"),
            ("SE", ["I", "K"]),
        ),
    ],
)
def test_duties_for_a_time_stand_in_the_order_of_article_50(measures, claim, expected):
    assert chosen(*measures, line="0904210000", claim=claim) == expected


def test_the_duties_of_the_first_rank_stand_before_an_agreement_and_others_do_not():
    # FTA Customs Act art. 5 (2).
    claim = Claim(origin="FR", preference="FEU1", proven=True)
    assert chosen(line="2204211000", claim=claim)[0] == "FEU1"
    assert chosen(measure("L", "30%", prefix="2204"), line="2204211000", claim=claim)[0] == "FEU1"
    assert chosen(measure("L2", "30%", prefix="2204"), line="2204211000", claim=claim)[0] == "L2"


def test_a_table_of_measures_is_refused_whole_with_every_fault():
    row = {"measure": "A", "regime": "I", "prefixes": "85", "from": "2026-01-01", "rate": "5%", "cite": "x"}
    faulty = [
        row | {"rate": "lots"},
        row | {"from": "soon"},
        row | {"cite": ""},
        row,
        row | {"supplier": "B", "cite": "y"},
    ]
    with pytest.raises(TariffFaulty) as refused:
        read_measures(rows=faulty, languages=("en",))
    assert [one.place for one in refused.value.faults] == [
        "measures[1].rate",
        "measures[2].from",
        "measures[3].cite",
        "measures[5]",
    ]


@pytest.mark.django_db
def test_a_measure_binds_once_a_second_official_approved_it_and_ends_the_same_way():
    with pytest.raises(Forbidden):
        propose_measure(entered=MAKERS, actor=acting(), now=NOW)
    made = propose_measure(entered=MAKERS, actor=FIRST, now=NOW)
    assert [one for one in measures_on(day=ON) if one.code == made.number] == []
    with pytest.raises(OwnMeasure):
        decide_measure(number=made.number, approve=True, actor=FIRST, now=NOW)
    decide_measure(number=made.number, approve=True, actor=SECOND, now=NOW)
    with pytest.raises(MeasureDecided):
        decide_measure(number=made.number, approve=False, actor=SECOND, now=NOW)
    asked = Asked(commodity="8516710000", price=Money(1_000_000, "KRW"), origin="CN")
    assert [step.amount for step in what_would_i_pay(asked=asked, on=ON).items[0].steps][:2] == [80_000, 123_000]
    end = date(2026, 3, 31)
    with pytest.raises(MeasureFaulty):
        propose_end(number=made.number, last_on=date(2027, 1, 1), cite="x", actor=FIRST, now=NOW)
    propose_end(number=made.number, last_on=end, cite="Customs Act art. 56", actor=FIRST, now=NOW)
    with pytest.raises(OwnMeasure):
        decide_end(number=made.number, approve=True, actor=FIRST, now=NOW)
    decide_end(number=made.number, approve=True, actor=SECOND, now=NOW)
    assert len(measures_on(day=end)) == len(measures_on(day=date(2026, 4, 1))) + 1
    assert [one.kind for one in MeasureStep.objects.order_by("pk")] == ["proposed", "approved", "end_proposed", "ended"]
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureStep.objects.update(kind="refused")


@pytest.mark.django_db
def test_a_quota_opens_with_its_measure_and_the_rate_holds_within_it():
    entered(BELLIES)
    quota = TariffQuota.objects.get(order="PORK")
    assert (quota.total, quota.valid_until) == (1000, date(2026, 6, 30))
    asked = {"commodity": "0203291000", "price": Money(1_000_000, "KRW"), "origin": "US", "mass": Decimal(100)}
    duties = [
        what_would_i_pay(asked=Asked(**asked, within_quota=within), on=ON).items[0].steps[0] for within in (False, True)
    ]
    assert [(step.rule, step.amount) for step in duties] == [("A", 250_000), ("P1", 0)]
    with pytest.raises(MeasureFaulty) as refused:
        propose_measure(entered=BELLIES, actor=FIRST, now=NOW)
    assert [one.place for one in refused.value.faults] == ["order"]
    # Customs Act Decree art. 92 (3): whoever claims it names the recommendation.
    item = replace(declaration(commodity="0203291000").items[0], quota_order="PORK")
    for papers, wrong in (((), True), ((Document(type="966", number="R-1"),), False)):
        told = declaration(items=(replace(item, documents=papers),))
        codes = {fault.code for fault in faults_in(declaration=told, actor=acting(), on=ON)}
        assert ("customs.quota.unrecommended" in codes) is wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("regime", "prefix", "rate", "allowed"),
    [
        # Art. 71 (1): at most 40 points below the basic rate (50 % of dried red pepper); art. 69: at most 100 %.
        ("P3", "0904210000", "10%", True),
        ("P3", "0904210000", "9%", False),
        ("L", "0904210000", "101%", False),
        # Art. 68, Decree art. 90: a third above the conceded 270 %, and only on conceded farm goods.
        ("T1", "0904210000", "360%", True),
        ("T1", "0904210000", "361%", False),
        ("T1", "8516710000", "20%", False),
    ],
)
def test_the_law_bounds_what_may_be_entered(regime, prefix, rate, allowed):
    one = Entered(
        regime=regime,
        title="x",
        prefixes=(prefix,),
        others=rate,
        valid_from=date(2026, 1, 1),
        cite="x",
        source="x",
    )
    if allowed:
        assert propose_measure(entered=one, actor=FIRST, now=NOW).state == "proposed"
    else:
        with pytest.raises(MeasureFaulty):
            propose_measure(entered=one, actor=FIRST, now=NOW)


@pytest.mark.django_db
def test_two_officials_enter_and_approve_on_pages_and_anybody_reads_them(client):
    accounts = [new_account(f"tariff{place}") for place in (1, 2)]
    for account in accounts:
        give_duty(account, TARIFF, office=OFFICE)
    enters, approves = (signed_in(account) for account in accounts)
    told = {"regime": "I", "title": "Coffee makers", "prefixes": "8516.71-0000", "origins": "cn", "others": "12.3%"}
    told |= {
        "suppliers": "Northmill Co., Ltd.: 4.5%",
        "valid_from": "2026-01-01",
        "cite": "art. 51",
        "source": "gazette",
    }
    wrong = enters.post(reverse("customs:new_measure"), told | {"prefixes": "99999", "suppliers": "Northmill"})
    assert wrong.status_code == 422
    sent = enters.post(reverse("customs:new_measure"), told)
    assert sent.status_code == 302
    made = TradeMeasure.objects.get()
    assert (made.prefixes, made.suppliers) == (["8516710000"], [["Northmill Co., Ltd.", "4.5%"]])
    assert client.get(sent.url).status_code == 404
    assert "a colleague decides" in enters.get(sent.url).content.decode()
    decide = reverse("customs:decide_measure", args=[made.number])
    assert enters.post(decide, {"approve": "1"}).status_code in {409, 422}
    assert approves.post(decide, {"approve": "1"}).status_code == 302
    assert "4.5\u00a0%" in client.get(sent.url).content.decode()
    assert "Coffee makers" in client.get(reverse("customs:measures")).content.decode()
    address = reverse("customs:tariff_line", args=["8516710000"])
    asked = {"price": "1000000", "currency": "KRW", "origin": "CN", "count": "1", "on": "2026-03-09"}
    page = client.get(address, asked | {"supplier": "Northmill Co., Ltd."}).content.decode()
    assert "45,000" in page
    assert client.get(reverse("customs:quotas")).status_code == 200
