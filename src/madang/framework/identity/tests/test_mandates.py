"""Mandates: what they allow, and that nobody widens them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from madang.framework import audit
from madang.framework.audit.models import Entry
from madang.framework.identity import representation
from madang.framework.identity.mandate_kinds import mandate_kind
from madang.framework.identity.may import Forbidden, may
from madang.framework.identity.models import Mandate, MandateUse
from madang.framework.identity.scope import covers, includes, is_pattern
from madang.framework.identity.tests.conftest import MACHINE, NOW, actor, enter
from madang.framework.identity.usecases.answer_mandate import (
    MandateAnswered,
    NoSuchMandate,
    accept_mandate,
    decline_mandate,
    end_mandates,
    revoke_mandate,
)
from madang.framework.identity.usecases.grant_mandate import MandateRefused, grant_mandate
from madang.framework.identity.usecases.use_mandate import MandateEnded, act_for
from madang.framework.identity.who import local_day
from madang.framework.values import Party, clock

HANA, SORA = Party.person("person-hana"), Party.person("person-sora")
TODAY = local_day(NOW)
LAWFUL = mandate_kind("test.lawful", title="By a register").code


def grant(by, **changes) -> Mandate:
    values = {
        "grantor": HANA, "holder": SORA, "scope": ["civil.apply:*"], "valid_from": TODAY,
        "valid_until": TODAY + timedelta(days=30), "actor": by, "now": NOW,
    }  # fmt: skip
    return grant_mandate(**(values | changes))


def test_a_mandate_works_from_acceptance_to_its_last_day(hana, sora) -> None:
    mandate = grant(actor(hana))
    with pytest.raises(NoSuchMandate):
        act_for(key=mandate.key, actor=actor(sora), now=NOW)
    accept_mandate(key=mandate.key, actor=actor(sora), now=NOW)
    under = act_for(key=mandate.key, actor=actor(sora), now=NOW)
    assert under.party == HANA
    assert under.acting_for.covers(action="civil.apply", code="population.abstract")
    assert not under.acting_for.covers(action="civil.pay", code="population.abstract")
    last = NOW + timedelta(days=29)
    assert act_for(key=mandate.key, actor=actor(sora), now=last).party == HANA
    with pytest.raises(NoSuchMandate):
        act_for(key=mandate.key, actor=actor(sora), now=last + timedelta(days=1))


def test_only_the_grantor_grants(hana, sora) -> None:
    with pytest.raises(Forbidden):
        grant(actor(sora))


def test_only_the_holder_accepts(hana, sora, people) -> None:
    mandate = grant(actor(hana))
    minsu = people("minsu", person="person-minsu")
    for somebody in (hana, minsu):
        with pytest.raises(Forbidden):
            accept_mandate(key=mandate.key, actor=actor(somebody), now=NOW)


def test_a_holder_under_a_mandate_for_everything_gives_nothing_on_and_takes_nothing_more(hana, sora, people) -> None:
    people("minsu", person="person-minsu")
    mandate = grant(actor(hana), scope=["*"])
    accept_mandate(key=mandate.key, actor=actor(sora), now=NOW)
    under = act_for(key=mandate.key, actor=actor(sora), now=NOW)
    for grantor in (HANA, SORA):
        with pytest.raises(Forbidden):
            grant(under, grantor=grantor, holder=Party.person("person-minsu"))
    with pytest.raises(Forbidden):
        revoke_mandate(key=mandate.key, actor=under, now=NOW)


def test_an_official_leaves_the_duties_behind_when_acting_for_somebody(hana, official) -> None:
    official.person = "person-official"
    official.save()
    mandate = grant(actor(hana), holder=Party.person("person-official"), scope=["*"])
    accept_mandate(key=mandate.key, actor=actor(official), now=NOW)
    under = act_for(key=mandate.key, actor=actor(official), now=NOW)
    assert under.duties == ()
    assert not under.has_duty("test.registrar")


def test_every_fault_is_told_at_once(hana) -> None:
    with pytest.raises(MandateRefused) as refused:
        grant(actor(hana), holder=HANA, scope=["everything please"], valid_until=TODAY - timedelta(days=1))
    assert [fault.place for fault in refused.value.faults] == ["holder", "scope", "until"]


def test_an_answer_is_final(hana, sora) -> None:
    mandate = grant(actor(hana))
    decline_mandate(key=mandate.key, actor=actor(sora), now=NOW)
    with pytest.raises(MandateAnswered):
        accept_mandate(key=mandate.key, actor=actor(sora), now=NOW)


def test_a_mandate_taken_back_before_acceptance_cannot_be_accepted(hana, sora) -> None:
    mandate = grant(actor(hana))
    revoke_mandate(key=mandate.key, actor=actor(hana), now=NOW)
    with pytest.raises(MandateAnswered):
        accept_mandate(key=mandate.key, actor=actor(sora), now=NOW)


def test_every_act_under_a_mandate_is_a_use_and_names_the_mandate_in_the_trail(mandate, sora) -> None:
    now = clock.now()
    under = act_for(key=mandate.key, actor=actor(sora), now=now)
    audit.record(actor=under, action="civil.apply", target="application:A-1", detail={}, now=now)
    assert list(mandate.uses.order_by("pk").values_list("action", flat=True)) == ["identity.act_for", "civil.apply"]
    entry = Entry.objects.get(target="application:A-1")
    assert (entry.behalf, entry.mandate) == ("person:person-hana", mandate.key)


def test_an_act_under_way_when_the_mandate_is_taken_back_is_undone(mandate, hana, sora) -> None:
    now = clock.now()
    under = act_for(key=mandate.key, actor=actor(sora), now=now)
    revoke_mandate(key=mandate.key, actor=actor(hana), now=now)
    with pytest.raises(MandateEnded), transaction.atomic():
        audit.record(actor=under, action="civil.apply", target="application:A-2", detail={}, now=now)
    assert not Entry.objects.filter(target="application:A-2").exists()
    assert MandateUse.objects.count() == 1


def test_the_database_keeps_a_mandate_as_it_was_given(mandate) -> None:
    changes = [
        {"scope": ["*"]},
        {"holder_key": "somebody"},
        {"accepted_at": None},
        {"valid_until": TODAY + timedelta(days=9999)},
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Mandate.objects.filter(pk=mandate.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).delete()


def test_who_represents_a_business_by_its_register_grants_in_its_name(hana, sora, monkeypatch) -> None:
    business = Party.business("1234567891")
    with pytest.raises(Forbidden):
        grant(actor(hana), grantor=business)
    monkeypatch.setattr(
        representation, "_registers", [lambda person, party: (person, party) == ("person-hana", business)]
    )
    mandate = grant(actor(hana), grantor=business)
    assert mandate.grantor == business
    with pytest.raises(Forbidden):
        grant(actor(sora), grantor=business)


def test_a_representative_gives_and_sees_the_businesss_mandates_on_the_page(browser, hana, sora, monkeypatch) -> None:
    business = Party.business("1234567891")
    now, day = clock.now(), local_day(clock.now())
    term = {"valid_from": day, "valid_until": day + timedelta(days=30), "now": now}
    grant(MACHINE, grantor=business, grantor_name="하나상회", holder=HANA, scope=["*"], kind=LAWFUL, **term)
    enter(browser, "hana")
    form = {
        "holder": "sora",
        "kind": "power_of_attorney",
        "scope": ["*"],
        "start": day,
        "until": day,
        "in_name_of": "1234567891",
    }
    assert browser.post("/mandates/grant/", form).status_code == 302
    # No register says yet that she signs for it: what was sent along counts for nothing.
    assert Mandate.objects.latest("pk").grantor == HANA
    monkeypatch.setattr(
        representation, "_registers", [lambda person, party: (person, party) == ("person-hana", business)]
    )
    assert "하나상회" in browser.get("/mandates/grant/").content.decode()
    assert browser.post("/mandates/grant/", form).status_code == 302
    given = Mandate.objects.latest("pk")
    assert (given.grantor, given.grantor_name, given.holder) == (business, "하나상회", SORA)
    assert f"/mandates/{given.key}/" in browser.get("/mandates/").content.decode()
    accept_mandate(key=given.key, actor=actor(sora), now=now)
    act_for(key=given.key, actor=actor(sora), now=now)
    assert "Began to act under the mandate" in browser.get(f"/mandates/{given.key}/").content.decode()
    assert browser.post(f"/mandates/{given.key}/revoke/").status_code == 302
    with pytest.raises(NoSuchMandate):
        act_for(key=given.key, actor=actor(sora), now=clock.now())


def test_whom_a_register_speaks_for_cannot_take_the_right_back_and_both_parents_see(
    browser, hana, sora, people
) -> None:
    people("minsu", person="person-minsu")
    child, minsu = Party.person("person-child"), Party.person("person-minsu")
    until = local_day(clock.now()) + timedelta(days=30)
    given = {"grantor": child, "kind": LAWFUL, "scope": ["*"], "valid_until": until}
    ours = [grant(MACHINE, holder=one, **given) for one in (HANA, minsu)]
    as_child = actor(people("child", person="person-child"))
    with pytest.raises(Forbidden):
        revoke_mandate(key=ours[0].key, actor=as_child, now=NOW)
    assert may(as_child, "identity.read_mandate", ours[1])
    assert may(actor(hana), "identity.read_mandate", ours[1])
    assert not may(actor(sora), "identity.read_mandate", ours[1])
    enter(browser, "hana")
    assert f"/mandates/{ours[1].key}/" in browser.get(f"/mandates/{ours[0].key}/").content.decode()
    revoke_mandate(key=ours[0].key, actor=actor(hana), now=NOW)
    assert not may(actor(hana), "identity.read_mandate", ours[1])
    assert f"/mandates/{ours[1].key}/" not in browser.get(f"/mandates/{ours[0].key}/").content.decode()


def test_death_ends_every_mandate_of_and_for_a_person(mandate, hana, sora) -> None:
    other = grant(actor(sora), grantor=SORA, holder=HANA)
    with pytest.raises(Forbidden):
        end_mandates(party=HANA, actor=actor(sora), now=NOW)
    assert end_mandates(party=HANA, actor=MACHINE, now=clock.now()) == 2
    assert Mandate.objects.filter(revoked_at=None).count() == 0
    assert end_mandates(party=HANA, actor=MACHINE, now=clock.now()) == 0
    with pytest.raises(NoSuchMandate):
        act_for(key=other.key, actor=actor(hana), now=NOW)


def test_the_machine_grants_what_a_register_orders(sora) -> None:
    assert grant(MACHINE, grantor=Party.business("1234567891"), grantor_name="도현상회").grantor_name == "도현상회"


@pytest.mark.parametrize(
    ("scope", "action", "code", "allowed"),
    [
        (["*"], "civil.apply", "x", True),
        (["civil.apply:*"], "civil.apply", "population.abstract", True),
        (["civil.apply:*"], "civil.apply", "", True),
        (["civil.apply:*"], "civil.applyall", "", False),
        (["civil.apply:population.*"], "civil.apply", "population.abstract", True),
        (["civil.apply:population.*"], "civil.apply", "businesses.registration", False),
        (["civil.apply:population.abstract"], "civil.apply", "population.abstract2", False),
        (["civil.apply:population.abstract"], "civil.apply", "", False),
        (["civil.*:*"], "civil.pay", "", True),
        (["civil.*:*"], "civilian.pay", "", False),
        ([], "civil.apply", "x", False),
    ],
)
def test_a_scope_covers_what_it_says(scope, action, code, allowed) -> None:
    assert covers(scope=scope, action=action, code=code) is allowed


@pytest.mark.parametrize(
    "text", ["", "civil.apply", "civil.apply:", ":*", "civil.*.x:*", "a b:*", "civil.apply:a*b", "x" * 130 + ":*"]
)
def test_what_is_no_pattern_is_refused(text) -> None:
    assert not is_pattern(text=text)


words = st.sampled_from(["civil", "pay", "a"])
actions = st.builds(".".join, st.lists(words, min_size=1, max_size=3))
action_patterns = actions | st.just("*") | st.builds("{}.*".format, actions)
codes = st.text("abc.", max_size=4)
patterns = st.just("*") | st.builds(
    "{}:{}".format, action_patterns, st.just("*") | st.builds("{}*".format, codes) | codes.filter(bool)
)


@given(st.lists(patterns, max_size=3), st.lists(patterns, max_size=3), actions, codes)
def test_a_scope_that_includes_another_allows_all_that_it_allows(wide, narrow, action, code) -> None:
    if includes(scope=wide, wanted=narrow) and covers(scope=narrow, action=action, code=code):
        assert covers(scope=wide, action=action, code=code)
