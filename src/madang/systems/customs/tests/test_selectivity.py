"""The risk analyst's room: rules with two signatures and a measured effect, outcomes written once, the score explained."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.systems.customs.domain.selectivity import Policy, Why, drawn
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.models import RiskModel, RiskRule, SampleKey, Selected
from madang.systems.customs.tests.declaration_example import example_declaration
from madang.systems.customs.usecases.permissions import ANALYST
from madang.systems.customs.usecases.selectivity import select_declaration as selecting
from madang.systems.customs.usecases.selectivity.load_demo import load_selectivity_demo
from madang.systems.customs.usecases.selectivity.outcomes import (
    OutcomeKnown,
    TooLittleToLearn,
    record_outcome,
    train_model,
)
from madang.systems.customs.usecases.selectivity.rules import (
    OwnRule,
    RuleDecided,
    RuleFaulty,
    decide_rule,
    end_rule,
    propose_rule,
    simulate_rule,
)
from madang.systems.customs.usecases.selectivity.select_declaration import key_of, select_declaration

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
EVERYONE = Policy(sample_per_mille=1000)
HELD = Duty(office_code="KCS-020", office_name="KCS-020", code=ANALYST)
FIRST = Actor(kind=ActorKind.OFFICIAL, account_id=101, name="first", duties=(HELD,))
SECOND = Actor(kind=ActorKind.OFFICIAL, account_id=102, name="second", duties=(HELD,))
STRANGER = Actor(kind=ActorKind.RESIDENT, account_id=103, person="person-minsu", name="minsu")
DRAFT: dict[str, Any] = {
    "title": "Shavers",
    "condition": "commodity starts 8510\norigin is CN",
    "lane": Lane.YELLOW,
    "reason": "An alert.",
    "valid_from": date(2026, 1, 1),
    "valid_until": None,
}


def declared(number: str) -> Any:
    """The example under a number of customs."""
    return replace(example_declaration(), number=number)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_chance")
def test_a_rule_needs_two_signatures_and_its_effect_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    made = propose_rule(**DRAFT, actor=FIRST, now=NOW)
    assert select_declaration(declaration=declared("A1"), now=NOW).lane is Lane.GREEN
    with pytest.raises(OwnRule):
        decide_rule(code=made.code, approve=True, actor=FIRST, now=NOW)
    with pytest.raises(Forbidden):
        decide_rule(code=made.code, approve=True, actor=STRANGER, now=NOW)
    decide_rule(code=made.code, approve=True, actor=SECOND, now=NOW)
    with pytest.raises(RuleDecided):
        decide_rule(code=made.code, approve=False, actor=SECOND, now=NOW)
    chosen = select_declaration(declaration=declared("A2"), now=NOW)
    assert (chosen.lane, chosen.reasons[0].code) == (Lane.YELLOW, made.code)
    with monkeypatch.context() as other:
        other.setattr(selecting, "POLICY", EVERYONE)
        assert select_declaration(declaration=declared("A2"), now=NOW) == chosen
    record_outcome(number="A2", found=True, finding="Undervalued", actor=SECOND, now=NOW)
    with pytest.raises(OutcomeKnown):
        record_outcome(number="A2", found=False, finding="", actor=SECOND, now=NOW)
    tried = simulate_rule(condition=DRAFT["condition"], actor=FIRST, now=NOW)
    assert (tried.declarations, tried.hits, tried.inspected, tried.finds) == (2, 2, 1, 1)
    assert simulate_rule(condition="origin is DE", actor=FIRST, now=NOW).hits == 0
    end_rule(code=made.code, actor=FIRST, now=NOW)
    assert select_declaration(declaration=declared("A3"), now=NOW).lane is Lane.GREEN


@pytest.mark.django_db
def test_a_faulty_draft_is_refused_with_every_fault() -> None:
    bad = DRAFT | {"condition": "colour is red\nprice below x", "reason": " ", "valid_until": date(2025, 1, 1)}
    with pytest.raises(RuleFaulty) as refused:
        propose_rule(**bad, actor=FIRST, now=NOW)
    assert [one.code for one in refused.value.faults] == ["fact", "values", "missing", "period"]
    assert not RiskRule.objects.exists()


@pytest.mark.django_db
def test_the_days_key_is_secret_at_rest_and_the_draw_can_be_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selecting, "POLICY", EVERYONE)
    chosen = select_declaration(declaration=declared("B1"), now=NOW)
    assert [(one.why, one.lane) for one in chosen.reasons] == [(Why.SAMPLE, Lane.RED)]
    key = key_of(day=date(2026, 11, 20))
    assert drawn(key=key, number="B1", per_mille=1000)
    stored = SampleKey.objects.raw("select id, day, secret from customs_samplekey")[0]
    assert stored.secret == key.hex()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select secret from customs_samplekey")
        assert key.hex().encode() not in bytes(cursor.fetchone()[0])
    assert key_of(day=date(2026, 11, 21)) != key


@pytest.mark.usefixtures("no_chance")
@pytest.mark.django_db
def test_the_demonstrations_model_is_explained_and_pages_show_it(client: Client) -> None:
    with pytest.raises(TooLittleToLearn):
        train_model(actor=FIRST, now=NOW)
    load_selectivity_demo(now=NOW)
    assert load_selectivity_demo(now=NOW) == 0
    assert RiskModel.objects.get().finds > 5
    found = select_declaration(declaration=declared("C1"), now=NOW)
    kept = Selected.objects.get(number="C1")
    assert found.score is not None
    assert kept.score == found.score
    assert kept.contributions[0]["feature"] == found.contributions[0].feature
    analyst = new_account("risk-analyst")
    give_duty(analyst, ANALYST, office="KCS-020")
    browser = signed_in(analyst)
    listed = browser.get("/customs/risk/rules/").content.decode()
    assert "녹차 저가" in listed
    assert "C1" in browser.get("/customs/risk/model/").content.decode()
    tried = browser.post("/customs/risk/rules/new/", {"condition": "commodity starts 0902", "try": "1"})
    assert tried.status_code == 200
    assert "it would have chosen" in tried.content.decode()
    wrong = browser.post("/customs/risk/rules/new/", {"condition": "colour is red", "try": "1"})
    assert wrong.status_code == 422
    assert "Line 1 begins with a fact and a comparison" in wrong.content.decode()
    draft = RiskRule.objects.get(state="proposed")
    assert browser.post(f"/customs/risk/rules/{draft.code}/", {"approve": "1"}).status_code == 302
    assert RiskRule.objects.get(code=draft.code).state == "approved"
    resident = signed_in(new_account("risk-resident"))
    for page in ("/customs/risk/rules/", "/customs/risk/model/", f"/customs/risk/rules/{draft.code}/"):
        assert resident.get(page).status_code in (302, 403)
        assert client.get(page).status_code in (302, 403)
