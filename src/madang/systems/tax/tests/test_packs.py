"""Every pack can be activated for the system tax, and its law is the same for one and for many."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.contracts.message import contract_name
from madang.contracts.treasury_v1 import PayRefund, RefundPaid, RefundReturned
from madang.exchange import grants
from madang.framework.law import check_law, country, is_working_day, known_packs, load_pack, use_country
from madang.framework.law.examples import agrees, outcome_of, worked_examples
from madang.systems.tax.domain import calendar, collection, corporate, income, penalties, vat
from madang.systems.tax.domain.facts import columns
from madang.systems.tax.domain.words import Role, Tax

PACKS = pytest.mark.parametrize("code", sorted(known_packs()))
NEW = pytest.mark.parametrize(
    ("code", "language", "name"), [("kz", "kk", "Қазақстан"), ("rs", "sr", "Република Србија")]
)
AMOUNTS = st.integers(min_value=0, max_value=10**13)
YEARS = {"kr": 2025, "kz": 2026, "rs": 2025, "xx": 2025}


@PACKS
def test_the_law_of_tax_leaves_no_gap(code: str):
    assert check_law(systems=("tax",), code=code).code == code


@NEW
def test_a_pack_of_tax_alone_speaks_its_languages_and_runs_its_examples(code: str, language: str, name: str):
    pack = load_pack(code)
    with use_country(code):
        assert country().names[language].startswith(name)
        assert pack.text("currency", language=language)
        assert all(set(pack.languages) <= set(words) for words in pack.texts.values())
        assert {"tax.officer", "tax.reviewer", "tax.collector", "tax.inspector"} <= {
            duty for office in pack.data("offices") for duty in office["duties"]
        }
    examples = [one for one in worked_examples(pack=pack) if one.file.startswith("tax/")]
    assert len(examples) >= 7
    for example in examples:
        assert agrees(expected=example.expect, actual=outcome_of(example=example, pack=pack)), example


@PACKS
@given(rows=st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=3), more=AMOUNTS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_and_many_agree_and_more_income_is_never_less_tax(code: str, rows: list[tuple[int, int, int]], more: int):
    year = YEARS[code]
    first, last = date(year, 1, 1), date(year, 12, 31)
    with use_country(code):
        for module, names, assess in (
            (income, ("wages", "business_revenue", "prepaid"), lambda f: income.assess_income(facts=f, year=year)),
            (vat, ("sales_invoiced", "sales_reduced", "prepaid"), lambda f: vat.assess_vat(facts=f, until=last)),
            (
                corporate,
                ("income", "exempt_income", "prepaid"),
                lambda f: corporate.assess_corporate(facts=f, period_from=first, period_until=last),
            ),
        ):
            _agree(module, names, assess, rows, more)


def _agree(module: Any, names: tuple[str, ...], assess: Any, rows: list[tuple[int, int, int]], more: int) -> None:
    table = dict(zip(names, np.array(rows, np.int64).T, strict=True))
    many = assess(columns(kind=type(module.from_amounts({})), table=table))
    made = list(zip(many.tax.values, many.payable.values, strict=True))
    alone = [assess(module.from_amounts(dict(zip(names, row, strict=True)))) for row in rows]
    assert made == [(one.tax, one.payable) for one in alone]
    # A law may leave out what lies below ten units of what is paid or refunded.
    assert all(abs(one.payable - one.tax + one.prepaid) < 10 for one in alone)
    first = dict(zip(names, rows[0], strict=True))
    richer = assess(module.from_amounts(first | {names[0]: first[names[0]] + more}))
    assert richer.tax >= alone[0].tax


@PACKS
def test_the_calendar_and_the_collection_of_a_pack_hold_together(code: str):
    with use_country(code):
        roles = {Role.INCOME, Role.VAT_GENERAL, Role.CORPORATE, Role.WITHHOLDING_AGENT}
        entries = calendar.obligations(roles=roles, year=2025)
        assert [one.due_on for one in entries] == sorted(one.due_on for one in entries)
        assert all(is_working_day(one.due_on) and one.due_on > one.period_until >= one.period_from for one in entries)
        assert {Tax.INCOME, Tax.VAT, Tax.CORPORATE} <= {one.tax for one in entries}
        due = calendar.obligation_of(roles={Role.INCOME}, tax=Tax.INCOME, period="2025")
        assert due is not None
        assert due in calendar.due_within(roles={Role.INCOME}, since=due.due_on, until=due.due_on)
        kinds = (collection.DebtKind.PENALTY, collection.DebtKind.TAX)
        debts = [collection.Debt(number=kind, kind=kind, minor=70, due_on=due.due_on) for kind in kinds]
        settled = collection.allocate_payment(paid=100, debts=debts, on=due.due_on)
        assert [one.minor for one in settled] == [70, 30]
        parts = collection.plan_instalments(tax=Tax.INCOME, payable=15_000_001, due_on=due.due_on, small=True)
        assert sum(part.minor for part in parts) == 15_000_001


@PACKS
def test_every_step_of_a_pack_has_its_words_in_every_language(code: str):
    pack = load_pack(code)
    words = pack.data("tax/steps")
    with use_country(code):
        first, last = date(2025, 1, 1), date(2025, 12, 31)
        steps = [
            *vat.assess_vat(facts=vat.from_amounts({}), until=last).steps,
            *corporate.assess_corporate(facts=corporate.from_amounts({}), period_from=first, period_until=last).steps,
        ]
        if penalties.PENALTY_FOR_PAYMENT.applies:
            steps += penalties.penalty_for_payment(unpaid=1, due_on=first, paid_on=last).steps
        if penalties.REFUND_INTEREST.applies:
            steps += penalties.refund_interest(refund=1, starts_on=first, paid_on=last).steps
    assert all(set(pack.languages) <= set(words[step.code]) for step in steps)
    assert all(all(row.values()) for row in words.values())


@PACKS
def test_the_law_of_every_country_lets_the_tax_office_pay_refunds_out_and_hear_of_them(code: str):
    with use_country(code):
        basis = grants.legal_basis(asker="tax", question=PayRefund, purpose="Paying out a tax refund")
        assert basis.cite
        words = load_pack(code).data("exchange_words")
        told = {row["en"]: row for row in words["citations"]}
        assert set(load_pack(code).languages) - {"en"} <= set(told.get(basis.cite, {})) or code == "kr"
        for event in (RefundPaid, RefundReturned):
            assert "tax" in grants.hearers(contract_name(event))
