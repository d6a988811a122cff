"""The exchange's noes, on either side of a road."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Fault, Refusal


class AskedInsideTransaction(RuntimeError):
    """`ask` may wait for a neighbour; a transaction must not wait with it. Ask first, then record."""


class AnnouncedOutsideTransaction(RuntimeError):
    """`announce` belongs to the change that it tells of: call it inside the same transaction."""


class NotGranted(Refusal):
    """No grant of the country's law covers this question by this asker on this basis."""

    code = "exchange.not_granted"
    says = _("{asker} may not ask {question}. A grant of law is missing; the register's operator can tell which one.")
    status = 403


class NoConsent(Refusal):
    """The basis is consent and there is none that holds."""

    code = "exchange.no_consent"
    says = _("The person concerned has not agreed to this, or has withdrawn it. Ask for their consent first.")
    status = 403


class NotAnsweredHere(Refusal):
    """Nobody at this member answers the question."""

    code = "exchange.not_answered_here"
    says = _("{question} is not answered by {member}. Check the member directory.")
    status = 404


class Unreadable(Refusal):
    """The bytes are no message of this contract."""

    code = "exchange.unreadable"
    says = _("The message could not be read: {why}. It was not acted on; correct it and send it again.")
    status = 400


class SeenBefore(Refusal):
    """The same envelope came twice: a replay."""

    code = "exchange.seen_before"
    says = _("This message was received before and is not acted on twice.")
    status = 409


class KeyReused(Refusal):
    """The idempotency key was used for a different question."""

    code = "exchange.idempotency_key_reused"
    says = _("The idempotency key was already used for a different question. Use a new key for a new question.")
    status = 422


class NotSigned(Refusal):
    """The message's signature is missing, too old, or wrong."""

    code = "exchange.not_signed"
    says = _("The message is not signed as the exchange demands: {why}.")
    status = 401


class NeighbourDown(Refusal):
    """The neighbour did not answer in time."""

    code = "exchange.neighbour_down"
    says = _("{system} does not answer at the moment. Nothing is lost; what you sent waits and is tried again.")
    status = 503


class NeighbourFailed(Refusal):
    """The neighbour answered that something broke on its side."""

    code = "exchange.neighbour_failed"
    says = _("{system} could not answer because of a fault on its side. Nothing is lost; try again later.")
    status = 502


class NeighbourLied(Refusal):
    """The neighbour's answer is not signed by the neighbour, or is not an answer to this question."""

    code = "exchange.neighbour_lied"
    says = _("The answer of {system} could not be trusted and was thrown away ({why}). The operators are told.")
    status = 502


class AnsweredNo(Refusal):
    """The neighbour refused by its own rules: its permanent code and its sentence."""

    says: ClassVar[object] = "{sentence}"

    def __init__(self, *, code: str, sentence: str, status: int = 409, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(faults=faults, sentence=sentence)
        self.code = code  # type: ignore[misc]
        self.status = status  # type: ignore[misc]

    def __str__(self) -> str:
        return str(self.values["sentence"])
