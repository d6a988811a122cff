"""Agreements: since when who has part, staged cuts, proofs and their waivers, and where the rates of a party apply."""

from datetime import date
from decimal import Decimal

import pytest

from madang.framework.law import use_country
from madang.framework.values import Money
from madang.systems.customs.domain.agreements import AgreementUnreadable, read_agreements
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.check import check
from madang.systems.customs.domain.declaration import Declaration, Document, Incoterm, Item, Quantity
from madang.systems.customs.domain.differentials import Sent, country_of_origin
from madang.systems.customs.domain.regimes import regime_claimed, regimes, tariff
from madang.systems.customs.domain.staging import Staged, StageUnknown, rates_of, staged_percents, staged_rates
from madang.systems.customs.domain.words import Direction, Levy

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def korea():
    with use_country("kr"):
        yield


def published(code: str, regime: str) -> list[tuple[date, str]]:
    found = [rate for rate in tariff().lines[code].rates if rate.regime == regime and not rate.staging]
    return sorted((rate.period.start, str(rate.duty)) for rate in found)


@pytest.mark.parametrize(
    ("code", "regime", "base", "category"),
    [("0202100000", "FUS1", "40", "H"), ("2208301000", "FEU1", "20", "3"), ("4202221090", "FEU1", "8", "3")],
)
def test_stages_give_the_rates_that_were_published(code: str, regime: str, base: str, category: str):
    # The FTA Tariff Tool's rates of beef for each year; the press on whisky and handbags of the European Union.
    agreement = regimes()[regime].agreement
    assert agreement is not None
    assert agreement.in_force is not None
    row = Staged(code=code, regime=regime, base=Decimal(base), category=category, cite="", source="")
    made = staged_rates(
        row=row, stages=agreement.stages[category], in_force=agreement.in_force, anniversary=agreement.anniversary
    )
    assert [(rate.period.start, str(rate.duty)) for rate in made] == published(code, regime)


def test_a_rate_is_rounded_down_to_a_tenth_of_a_point():
    # Korea-US schedule of beef: 40 % in fifteen cuts is 37.3, 34.6, 32 percent and on.
    assert staged_percents(base=Decimal(40), stages=15)[:3] == (Decimal("37.3"), Decimal("34.6"), Decimal(32))
    assert staged_percents(base=Decimal(8), stages=1) == (Decimal(0),)
    row = Staged(code="1", regime="FUS1", base=Decimal(8), category="Q", cite="", source="")
    with pytest.raises(StageUnknown, match="'Q'"):
        rates_of(rows=[row], agreements={"FUS1": regimes()["FUS1"].agreement})  # type: ignore[dict-item]


def test_a_party_has_part_from_the_day_on_which_the_agreement_binds_it():
    # Korea-Central America: Panama from 1 March 2021, Nicaragua from 1 October 2019 (the ministry's notice).
    assert not regimes()["FCEPA1"].admits(origin="PA", on=date(2021, 2, 28))
    assert regimes()["FCEPA1"].admits(origin="PA", on=date(2021, 3, 1))
    # The United Kingdom left the Korea-EU agreement when its own began.
    for day, code in ((date(2020, 12, 31), "FEU1"), (date(2021, 1, 1), "FGB1")):
        assert [one for one in ("FEU1", "FGB1") if regimes()[one].admits(origin="GB", on=day)] == [code]
        claimed = regime_claimed(preference="300", origin="GB", on=day)  # as the European code list has it, for either
        assert claimed is not None
        assert claimed.code == code
    assert regimes()["A"].admits(origin="XX", on=DAY)
    claimed = regime_claimed(preference="RCEP", origin="JP", on=DAY)
    assert claimed is not None
    assert claimed.code == "FRCJP1"


def goods(*, price: int, proof: Document | None, preference: str = "FUS1", origin: str = "US") -> Declaration:
    item = Item(
        sequence=1,
        commodity="0103910000",
        origin=origin,
        preference=preference,
        price=Money(price, "USD"),
        proofs=(proof,) if proof else (),
        quantities=(Quantity(value=Decimal(1), unit="H87"),),
    )
    return Declaration(direction=Direction.IMPORT, reference="1", incoterm=Incoterm(code="CIF"), items=(item,))


def test_no_proof_is_asked_for_up_to_the_agreements_value():
    # Korea-US agreement: 1,000 dollars (Incheon Main Customs).
    made = assess(declaration=goods(price=1000_00, proof=None), on=DAY)
    assert dict(made.totals).get(Levy.DUTY, 0) == 0
    codes = {fault.code for fault in check(declaration=goods(price=1000_01, proof=None), on=DAY)}
    assert codes == {"customs.preference.unproven"}
    # Korea-EU grants it for private use only, which a declaration does not say.
    private = goods(price=100_00, proof=None, preference="FEU1", origin="DE")
    assert {fault.code for fault in check(declaration=private, on=DAY)} == {"customs.preference.unproven"}


def test_a_proof_may_be_used_for_the_agreements_time():
    for issued, wrong in ((date(2022, 11, 23), False), (date(2022, 11, 22), True)):
        proof = Document(type="861", number="1", issued_on=issued)
        codes = {fault.code for fault in check(declaration=goods(price=5000_00, proof=proof), on=DAY)}
        assert codes == ({"customs.proof.over"} if wrong else set())


def test_the_country_of_origin_where_rates_differ_by_party():
    # Regional Comprehensive Economic Partnership, art. 2.6 (1) to (4).
    gave = {"CN": Decimal(40), "VN": Decimal(25)}
    told = {"exporter": "VN", "contributions": gave}
    assert country_of_origin(sent=Sent(**told), asked_share=Decimal(20)) == "VN"
    assert country_of_origin(sent=Sent(**told, only_materials=True, worked=False), asked_share=Decimal(20)) == "CN"
    for share, party in ((Decimal("19.9"), "CN"), (Decimal(20), "VN")):
        sent = Sent(**told, listed=True, domestic_share=share)
        assert country_of_origin(sent=sent, asked_share=Decimal(20)) == party


def test_what_an_agreement_says_is_read_whole_or_refused():
    rcep = regimes()["FRCJP1"].agreement
    assert rcep is not None
    assert rcep is regimes()["FRCCN1"].agreement
    assert (rcep.months, rcep.differentials, rcep.cite(topic="cumulation")) == (12, Decimal(20), "RCEP art. 3.4")
    for topic, value in (("pride", "1"), ("tolerance", "10 length 01-97"), ("operations", "nap"), ("months", "some")):
        with pytest.raises(AgreementUnreadable):
            read_agreements(rows=[{"agreement": "X", "topic": topic, "value": value, "cite": ""}])
