"""An election that takes ballots now: roll, credentials, one trustee, the board with its first event."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import new_account
from madang.systems.elections.domain.belenios.board import Kind, setup
from madang.systems.elections.domain.belenios.credentials import credentials_json, new_credentials
from madang.systems.elections.domain.belenios.election import Election as PublicElection
from madang.systems.elections.domain.belenios.election import Question as PublicQuestion
from madang.systems.elections.domain.belenios.election import election_json, new_uuid
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.domain.belenios.trustees import check_trustee, new_trustee, trustees_json
from madang.systems.elections.domain.words import Kind as ElectionKind
from madang.systems.elections.domain.words import QuestionKind, RollSource, State
from madang.systems.elections.models import Credential, Election, Question, Voter
from madang.systems.elections.usecases.append_to_board import append, begin_board

CANDIDATES = (
    ("김하늘", "Kim Haneul"),
    ("이바다", "Lee Bada"),
    ("박산", "Park San"),
    ("최들", "Choi Deul"),
    ("정강", "Jung Gang"),
)


@dataclass(frozen=True)
class World:
    """The election, and by login the account and the secret that the credential authority sent."""

    election: Election
    accounts: dict[str, Account]
    secrets: dict[str, str]


def open_election(*, now: datetime, logins: tuple[str, ...] = ("hana", "minsu")) -> World:
    """Two questions: one of five candidates, and up to two of three proposals or a blank vote."""
    uuid = new_uuid()
    made = Election.objects.create(
        uuid=uuid,
        kind=ElectionKind.HOUSING.value,
        title="한빛마을 입주자대표 선거",
        title_en="Residents' representative of Hanbit village",
        office="NEC",
        roll_source=RollSource.LIST.value,
        reference_on=timezone.localdate(now),
        inspection_from=timezone.localdate(now),
        inspection_until=timezone.localdate(now),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=8),
        state=State.READY.value,
        made_at=now,
        made_by="test",
        announced_at=now,
        roll_digest="0" * 64,
    )
    _questions(made)
    accounts = {login: new_account(login, person=f"person-{login}") for login in logins}
    issued = new_credentials(uuid=uuid, count=len(logins))
    for number, (login, credential) in enumerate(zip(logins, issued, strict=True), 1):
        born = timezone.localdate(now) - timedelta(days=12_000)
        voter = Voter.objects.create(election=made, number=number, person=f"person-{login}", name=login, birth_on=born)
        Credential.objects.create(
            election=made, public=credential.public, fingerprint=hash_hex(credential.public), voter=voter, given_at=now
        )
    _begin(made, [one.public for one in issued], now)
    secrets = {login: credential.secret for login, credential in zip(logins, issued, strict=True)}
    return World(election=made, accounts=accounts, secrets=secrets)


def _questions(made: Election) -> None:
    people = [{"text": native, "text_en": english} for native, english in CANDIDATES]
    Question.objects.create(
        election=made,
        position=1,
        kind=QuestionKind.SINGLE.value,
        text="누구를 대표로 뽑겠습니까?",
        text_en="Whom do you elect?",
        answers=people,
        least=1,
        most=1,
        blank=False,
    )
    plans = (("놀이터", "Playground"), ("정원", "Garden"), ("자전거 보관소", "Bicycle shed"))
    Question.objects.create(
        election=made,
        position=2,
        kind=QuestionKind.MULTIPLE.value,
        text="무엇을 짓겠습니까?",
        text_en="What shall be built?",
        answers=[{"text": native, "text_en": english} for native, english in plans],
        least=1,
        most=2,
        blank=True,
    )


def _begin(made: Election, publics: list[str], now: datetime) -> None:
    trustee = new_trustee()
    questions = tuple(
        PublicQuestion(one.text, tuple(answer["text"] for answer in one.answers), one.least, one.most, one.blank)
        for one in made.questions.order_by("position")
    )
    public = PublicElection(
        uuid=made.uuid,
        name=made.title,
        description="",
        public_key=check_trustee(public=trustee.public),
        questions=questions,
        administrator="NEC",
        credential_authority="NEC",
    )
    step = setup(
        election=election_json(election=public),
        trustees=trustees_json(singles=[trustee.public]),
        credentials=credentials_json(publics=dict.fromkeys(publics, 1)),
    )
    append(board=begin_board(election=made, now=now), kind=Kind.SETUP, texts=step.data, now=now)
