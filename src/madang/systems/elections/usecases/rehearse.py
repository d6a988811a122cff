"""All parts in one place: managers, credential authority, trustees, voters. For the demonstration and tests; nowhere else do
the secrets of an election come together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.belenios.credentials import new_credentials
from madang.systems.elections.domain.belenios.mixnet import shuffle
from madang.systems.elections.domain.belenios.tally import partial_decryption
from madang.systems.elections.domain.belenios.trustees import TrusteeKey, new_trustee
from madang.systems.elections.domain.plan import Plan
from madang.systems.elections.domain.words import Step
from madang.systems.elections.models import Election, TallyPart, Voter
from madang.systems.elections.usecases.approvals import APPROVE
from madang.systems.elections.usecases.counting.add_up import add_up_part
from madang.systems.elections.usecases.counting.check_shuffle import check_handed_in
from madang.systems.elections.usecases.counting.decrypt import hand_in_decryption
from madang.systems.elections.usecases.counting.hand_in_shuffle import hand_in_shuffle, shuffled_tally
from madang.systems.elections.usecases.group_of_election import group_of_election
from madang.systems.elections.usecases.joint_step import propose
from madang.systems.elections.usecases.preparation.draft_election import draft_election
from madang.systems.elections.usecases.preparation.hand_in_credentials import PublicPart, hand_in_credentials
from madang.systems.elections.usecases.preparation.hand_in_key import hand_in_key
from madang.systems.elections.usecases.voting.public_election import public_election

SPARE = 2


@dataclass(frozen=True, kw_only=True)
class Officials:
    """Two managers and the credential authority."""

    first: Actor
    second: Actor
    keeper: Actor


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """An election with what nobody but its owners should hold: secrets by the roll's number, spare secrets, trustees' keys."""

    election: Election
    secrets: dict[int, str]
    spare: tuple[str, ...]
    keys: tuple[TrusteeKey, ...]


def take(*, election: Election, step: Step, officials: Officials, now: datetime) -> Election:
    """One manager proposes, the other approves."""
    propose(election=election, step=step, actor=officials.first, now=now)
    return APPROVE[step](election=election, actor=officials.second, now=now)


def announce(
    *, plan: Plan, office: str, enter: Callable[[Election], int], officials: Officials, now: datetime
) -> Election:
    """Drafted with the roll that `enter` draws, and announced."""
    election = draft_election(plan=plan, office=office, actor=officials.first, now=now)
    enter(election)
    return take(election=election, step=Step.ANNOUNCE, officials=officials, now=now)


def begin(*, election: Election, officials: Officials, now: datetime) -> Rehearsal:
    """From the announcement, after its inspection, to a board that takes ballots."""
    election = take(election=election, step=Step.FREEZE_ROLL, officials=officials, now=now)
    numbers = list(Voter.objects.filter(election=election).order_by("number").values_list("number", flat=True))
    group = group_of_election(election=election)
    made = new_credentials(uuid=election.uuid, count=len(numbers) + SPARE, group=group)
    given = dict(zip(numbers, made, strict=False))
    parts = [PublicPart(number=number, public=one.public) for number, one in given.items()]
    parts += [PublicPart(number=0, public=one.public) for one in made[len(numbers) :]]
    hand_in_credentials(election=election, parts=parts, actor=officials.keeper, now=now)
    keys = tuple(new_trustee(group=group) for _ in range(election.trustees.count()))
    for trustee, key in zip(election.trustees.order_by("position"), keys, strict=True):
        hand_in_key(trustee=trustee, text=key.public, actor=officials.first, now=now)
    return Rehearsal(
        election=take(election=election, step=Step.BEGIN, officials=officials, now=now),
        secrets={number: one.secret for number, one in given.items()},
        spare=tuple(one.secret for one in made[len(numbers) :]),
        keys=keys,
    )


def ballot(*, rehearsal: Rehearsal, number: int, choices: Sequence[Sequence[int]]) -> str:
    """What the browser of the roll's `number` would encrypt."""
    public = public_election(uuid=rehearsal.election.uuid)
    return encrypt(election=public, credential=rehearsal.secrets[number], choices=choices)


def count(*, rehearsal: Rehearsal, officials: Officials, now: datetime) -> Election:
    """Closed, shuffled by all trustees where ballots are ranked, and decrypted by all."""
    take(election=rehearsal.election, step=Step.CLOSE, officials=officials, now=now)
    return open_sums(rehearsal=rehearsal, officials=officials, now=now)


def open_sums(*, rehearsal: Rehearsal, officials: Officials, now: datetime) -> Election:
    """The trustees' part of the count; where jobs still have to add up, that before."""
    election = Election.objects.get(pk=rehearsal.election.pk)
    for part in TallyPart.objects.filter(election=election).values_list("pk", flat=True):
        add_up_part(part=part, actor=officials.first, now=now)
    public = public_election(uuid=election.uuid)
    for trustee in election.trustees.order_by("position") if public.ranked else ():
        made = shuffle(election=public, tally=shuffled_tally(election=election).json)
        kept = hand_in_shuffle(trustee=trustee, text=made, actor=officials.first, now=now)
        check_handed_in(shuffle=kept.pk, actor=officials.first, now=now)
    tally = shuffled_tally(election=election)
    for trustee, key in zip(election.trustees.order_by("position"), rehearsal.keys, strict=True):
        text = partial_decryption(election=public, tally=tally.json, private_key=key.private)
        election = hand_in_decryption(trustee=trustee, text=text, actor=officials.first, now=now)
    return election
