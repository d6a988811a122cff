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
from madang.systems.elections.domain.belenios.tally import encrypted_tally, partial_decryption, result
from madang.systems.elections.domain.belenios.trustees import (
    TrusteeKey,
    check_trustee,
    new_trustee,
    read_trustees,
    trustees_json,
)
from madang.systems.elections.domain.words import Channel, QuestionKind, RollSource, State
from madang.systems.elections.domain.words import Kind as ElectionKind
from madang.systems.elections.models import Board, BoardData, Credential, Election, Question, Voter
from madang.systems.elections.usecases.append_to_board import append, begin_board
from madang.systems.elections.usecases.voting.public_election import public_election

SEOUL, BUSAN = "1100000000", "2600000000"
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
    trustee: TrusteeKey


def open_election(*, now: datetime, logins: tuple[str, ...] = ("hana", "minsu")) -> World:
    """Two questions: one of five candidates, and up to two of three proposals or a blank vote."""
    uuid = new_uuid()
    made = _announced(uuid, now)
    _questions(made)
    accounts = {login: new_account(login, person=f"person-{login}") for login in logins}
    issued = new_credentials(uuid=uuid, count=len(logins))
    for number, (login, credential) in enumerate(zip(logins, issued, strict=True), 1):
        voter = _enrol(made, number, login)
        Credential.objects.create(
            election=made, public=credential.public, fingerprint=hash_hex(credential.public), voter=voter, given_at=now
        )
    trustee = _begin(made, [one.public for one in issued], now)
    secrets = {login: credential.secret for login, credential in zip(logins, issued, strict=True)}
    return World(election=made, accounts=accounts, secrets=secrets, trustee=trustee)


def _announced(uuid: str, now: datetime) -> Election:
    return Election.objects.create(
        uuid=uuid,
        kind=ElectionKind.HOUSING.value,
        title="한빛마을 입주자대표 선거",
        title_en="Residents' representative of Hanbit village",
        office="NEC",
        division=SEOUL,
        quorum_percent=50,
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


def _enrol(made: Election, number: int, login: str) -> Voter:
    return Voter.objects.create(
        election=made,
        number=number,
        person=f"person-{login}",
        name=login,
        birth_on=made.reference_on.replace(year=1990),
    )


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


def _begin(made: Election, publics: list[str], now: datetime) -> TrusteeKey:
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
    return trustee


def count_election(*, world: World, now: datetime) -> None:
    """The poll closes, the trustee opens the sums; another district of the same day had one voter of four."""
    made = world.election
    board, public = Board.objects.get(election=made), public_election(uuid=made.uuid)
    cast = BoardData.objects.filter(event__election=made, event__kind=Kind.BALLOT.value).order_by("event__height")
    append(board=board, kind=Kind.END_BALLOTS, texts=(), now=now)
    tally = encrypted_tally(election=public, ballots=cast.values_list("text", flat=True))
    append(board=board, kind=Kind.ENCRYPTED_TALLY, texts=(tally.json, tally.sized), now=now)
    part = partial_decryption(election=public, tally=tally.json, private_key=world.trustee.private)
    append(board=board, kind=Kind.PARTIAL_DECRYPTION, texts=(part,), now=now)
    trustees = read_trustees(raw=trustees_json(singles=[world.trustee.public]))
    opened = result(election=public, trustees=trustees, tally=tally, decryptions={1: part})
    append(board=board, kind=Kind.RESULT, texts=(opened.json,), now=now)
    state = {"state": State.PUBLISHED.value, "closes_at": now, "published_at": now}
    Election.objects.filter(pk=made.pk).update(**state)
    other = _announced(new_uuid(), now)
    for number in range(1, 5):
        _enrol(other, number, f"other-{number}")
    other.voters.filter(number=1).update(channel=Channel.PAPER.value, voted_at=now)
    Election.objects.filter(pk=other.pk).update(**state, division=BUSAN)
