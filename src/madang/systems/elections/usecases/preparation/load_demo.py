"""The demonstration: two elections finished and two open, one of each with rankings and grades; one announced. Its voters are
the residents whom the pack names.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account
from madang.framework.identity.who import actor_of
from madang.framework.law import pack
from madang.systems.elections.domain.plan import Answer, Plan, PlannedQuestion
from madang.systems.elections.domain.words import Kind, QuestionKind, RollSource, Step
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases import rehearse
from madang.systems.elections.usecases.counting.count_paper import count_paper
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.draw_roll import Member, enter_list
from madang.systems.elections.usecases.preparation.hand_in_credentials import send_secrets
from madang.systems.elections.usecases.preparation.name_stations import name_stations
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.hand_out_paper import hand_out_paper

HOURS = timedelta(hours=1)


def load_preparation_demo(*, now: datetime) -> int:
    """Five elections of a housing block; how many there are."""
    officials = _officials(now)
    if officials is None or Election.objects.exists():
        return 0
    _finished(replace(_plan(now - timedelta(days=12), 5), paper_overrides=True), officials, _chosen)
    _finished(_ranked_plan(now - timedelta(days=9)), officials, _ranked)
    _open(officials, now)
    plan = _plan(now + timedelta(days=20), 7)
    plan = replace(
        plan, title="단지 주차장 태양광 설치 투표", title_en="Solar roof over the car park", quorum_percent=50
    )
    asked = _yes_no("태양광 지붕을 설치할까요?", "Shall the solar roof be built?")
    plan = replace(plan, questions=(asked,), absentee_until=plan.opens_on - timedelta(days=10))
    _announce(plan, officials, now - timedelta(days=1))
    return Election.objects.count()


def _officials(now: datetime) -> rehearse.Officials | None:
    logins = ("electionmanager", "electionmanager2", "credentialkeeper")
    accounts = {one.login: one for one in Account.objects.filter(login__in=logins)}
    if len(accounts) < len(logins):
        return None
    first, second, keeper = (actor_of(account=accounts[login], now=now) for login in logins)
    return rehearse.Officials(first=first, second=second, keeper=keeper)


def _polling(now: datetime) -> tuple[Actor, ...]:
    """Both polling officials, or none."""
    logins = ("pollofficial", "pollofficial2")
    accounts = {one.login: one for one in Account.objects.filter(login__in=logins)}
    return tuple(actor_of(account=accounts[one], now=now) for one in logins) if len(accounts) == len(logins) else ()


def _plan(opens_at: datetime, days: int) -> Plan:
    opens_on = timezone.localdate(opens_at)
    return Plan(
        kind=Kind.HOUSING,
        title="한빛마을 동대표 선거",
        title_en="Representative of the Hanbit block",
        roll_source=RollSource.LIST,
        reference_on=opens_on - timedelta(days=21),
        inspection_from=opens_on - timedelta(days=21),
        inspection_until=opens_on - timedelta(days=8),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days),
        opens_on=opens_on,
        trustees=("김선관", "이참관"),
        questions=(
            PlannedQuestion(
                kind=QuestionKind.SINGLE,
                text="동대표로 누구를 뽑으시겠습니까?",
                text_en="Whom do you choose as representative?",
                answers=tuple(
                    Answer(text=native, text_en=latin)
                    for native, latin in (("가온", "Gaon"), ("나래", "Narae"), ("다솜", "Dasom"))
                ),
            ),
        ),
    )


def _yes_no(text: str, english: str) -> PlannedQuestion:
    answers = (Answer(text="찬성", text_en="Yes"), Answer(text="반대", text_en="No"))
    return PlannedQuestion(kind=QuestionKind.SINGLE, text=text, text_en=english, answers=answers)


def _announce(plan: Plan, officials: rehearse.Officials, now: datetime) -> Election:
    office = officials.first.offices(MANAGER)[0]

    def enter(election: Election) -> int:
        return enter_list(election=election, members=_members(), actor=officials.first, now=now)

    return rehearse.announce(plan=plan, office=office, enter=enter, officials=officials, now=now)


def _members() -> list[Member]:
    """The pack's named residents who sign in: they vote, and see how."""
    native = pack().languages[0] == "ko"
    rows = [row for row in pack().data("demo")["residents"] if row.get("account")]
    return [
        Member(
            row=number,
            name=f"{row['family']['native']}{row['given']['native']}"
            if native
            else f"{row['given']['native']} {row['family']['native']}",
            birth_on=date.fromisoformat(str(row["born_on"])),
        )
        for number, row in enumerate(rows, start=1)
    ]


Choices = list[list[int]]


def _finished(plan: Plan, officials: rehearse.Officials, choose: Callable[[int], Choices]) -> None:
    """All but the last one on the roll voted, the first of them as `choose` says for 0; counted and published. Where paper
    overrides, the first one came to the station afterwards.
    """
    opens_at = plan.opens_at
    made = _announce(plan, officials, opens_at - timedelta(days=22))
    held = rehearse.begin(election=made, officials=officials, now=opens_at - timedelta(days=2))
    voters = list(Voter.objects.filter(election=made).order_by("number"))
    for place, voter in enumerate(voters[:-1]):
        account = Account.objects.filter(person=voter.person).first()
        if account is None:
            continue
        at = opens_at + (place + 1) * HOURS
        text = rehearse.ballot(rehearsal=held, number=voter.number, choices=choose(place))
        cast_ballot(election=held.election, ballot=text, voter=actor_of(account=account, now=at), now=at)
    ended = plan.closes_at + HOURS
    polling = _polling(ended) if plan.paper_overrides else ()
    if polling:
        at = plan.closes_at - HOURS
        hand_out_paper(election=held.election, number=voters[0].number, station="경로당", actor=polling[0], now=at)
    counted = rehearse.count(rehearsal=held, officials=officials, now=ended)
    for official in polling:
        count_paper(election=counted, station="경로당", ballots=1, counts=[[0, 0, 1, 0]], actor=official, now=ended)
    rehearse.take(election=counted, step=Step.PUBLISH, officials=officials, now=ended + HOURS)


def _chosen(place: int) -> Choices:
    return [[int(one == 1 + place % 3) for one in range(4)]]


def _ranked(place: int) -> Choices:
    """Three of four in some order, and grades for all three proposals."""
    ranks = [0] * 4
    for rank in range(1, 4):
        ranks[(place + rank) % 4 if place % 2 else (place - rank) % 4] = rank
    return [ranks, [1 + (place * 2 + one) % 5 for one in range(3)]]


def _ranked_plan(opens_at: datetime) -> Plan:
    """A ranking for two seats and grades for three proposals."""
    names = (("가온", "Gaon"), ("나래", "Narae"), ("다솜", "Dasom"), ("라온", "Raon"))
    ranked = PlannedQuestion(
        kind=QuestionKind.STV,
        text="감사 두 명을 원하는 순서대로 고르세요.",
        text_en="Rank the candidates for two auditors.",
        answers=tuple(Answer(text=native, text_en=latin) for native, latin in names),
        most=2,
    )
    works = (("엘리베이터 교체", "New lifts"), ("옥상 정원", "Roof garden"), ("택배 보관소", "Parcel room"))
    graded = PlannedQuestion(
        kind=QuestionKind.GRADES,
        text="공사 제안을 평가하세요.",
        text_en="Grade the proposed works.",
        answers=tuple(Answer(text=native, text_en=english) for native, english in works),
    )
    plan = _plan(opens_at, 5)
    return replace(
        plan, title="한빛마을 감사 선거", title_en="Auditors of the Hanbit block", questions=(ranked, graded)
    )


def _sent(made: Election, officials: rehearse.Officials, now: datetime) -> None:
    """The board begins and voters have their secrets."""
    held = rehearse.begin(election=made, officials=officials, now=now - timedelta(days=2))
    send_secrets(election=held.election, secrets=held.secrets, actor=officials.keeper, now=now - timedelta(days=2))


def _open(officials: rehearse.Officials, now: datetime) -> None:
    """A name to be chosen, and rankings."""
    plan = _plan(now - timedelta(days=1), 9)
    plan = replace(plan, title="단지 내 놀이터 이름 짓기", title_en="A name for the playground")
    names = (Answer(text="해솔", text_en="Haesol"), Answer(text="도토리", text_en="Dotori"))
    asked = replace(plan.questions[0], text="놀이터 이름을 고르세요.", text_en="Choose a name.", answers=names)
    plan = replace(plan, questions=(asked,), paper_overrides=True)
    made = _announce(plan, officials, now - timedelta(days=23))
    name_stations(election=made, names=("경로당", "관리사무소"), actor=officials.first, now=now)
    _sent(made, officials, now)
    plan = replace(
        _ranked_plan(now - timedelta(days=1)), title="한빛마을 내년 감사 선거", title_en="Next year's auditors"
    )
    _sent(_announce(plan, officials, now - timedelta(days=23)), officials, now)
