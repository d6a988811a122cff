"""What other systems ask of the treasury: lines, commitments, claims, releases. Each is done once, whatever is asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.values import Money, Refusal
from madang.systems.treasury.domain.contracting import BOUGHT, may_be_contracted
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation
from madang.systems.treasury.usecases.find_lines import lines_by_code
from madang.systems.treasury.usecases.spend import InvoiceClaimed, commit, release, verify


class NoSuchLine(Refusal):
    """No line of this office in this fiscal year."""

    code = "treasury.no_such_line"
    says = _(
        "Budget line {line} is no line of this office in the present fiscal year. Choose one of the office's own lines."
    )
    status = 404


class NotForContracts(Refusal):
    """The line pays for nothing that is bought."""

    code = "treasury.not_for_contracts"
    says = _("Budget line {line} pays for nothing that is bought. Choose a line of goods and services or of assets.")


class NamelessDecision(Refusal):
    """Nobody is said to have decided it."""

    code = "treasury.nameless_decision"
    says = _("Say who decided it: the treasury keeps who promised apart from who accepted.")
    status = 422


class NoSuchCommitment(Refusal):
    """No commitment of the asker."""

    code = "treasury.no_such_commitment"
    says = _("There is no commitment {number} that this system asked for.")
    status = 404


class ReferenceUsed(Refusal):
    """Something else was committed under the reference."""

    code = "treasury.reference_used"
    says = _("Under {reference} something else was promised already. Ask under a reference of its own.")


class InvoiceUsed(Refusal):
    """Something else was claimed under the invoice."""

    code = "treasury.invoice_used"
    says = _("Under invoice {invoice} another amount was claimed already. An invoice is claimed once.")


class WrongCurrency(Refusal):
    """Not the line's currency."""

    code = "treasury.wrong_currency"
    says = _("The line is kept in {currency}. Give the amount in it.")
    status = 422


def lines_of(*, office: str, year: int) -> Sequence[BudgetLine]:
    """The lines of the office from which something can be bought, with money that is free."""
    lines = BudgetLine.objects.filter(office=office, year=year, allotted__gt=F("frozen") + F("committed"))
    return sorted((one for one in lines if one.economic.startswith(BOUGHT)), key=lambda one: (one.activity, one.pk))


def line_of(*, office: str, code: str, now: datetime) -> BudgetLine:
    """The office's line of this fiscal year by its code. Raises NoSuchLine."""
    found = lines_by_code(codes=[code]).get(code)
    if found is None or found.office != office or found.year != timezone.localdate(now).year:
        raise NoSuchLine(line=code[:64])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a system wants to promise. `by` is who decided it there, `holder` whom the papers name as the account's holder."""

    office: str
    code: str
    reference: str
    payee: str
    account: str
    holder: str
    purpose: str
    amount: Money
    by: str


def commit_for(*, promise: Promise, actor: Actor, now: datetime) -> Commitment:
    """The commitment of this reference, made now where there is none. The country's grant lets the system ask; here it reaches
    lines of the named office that pay for what is bought, and nothing else.

    Raises NoSuchLine, NotForContracts, NamelessDecision, ReferenceUsed, WrongCurrency, and what `commit` raises.
    """
    _require_name(promise.by)
    theirs = Commitment.objects.select_related("line").filter(system=actor.name, reference=promise.reference)
    known = theirs.first()
    if known is None:
        try:
            known = _commit(promise, actor, now)
        except IntegrityError:
            # The same question at the same time was a moment faster; anything else is a fault of ours.
            known = theirs.get()
    asked = (promise.office, promise.code, promise.payee[:140], promise.account, promise.amount.minor)
    if (known.line.office, known.line.code, known.payee, known.account, known.minor) != asked:
        raise ReferenceUsed(reference=promise.reference)
    return known


def _commit(promise: Promise, actor: Actor, now: datetime) -> Commitment:
    line = line_of(office=promise.office, code=promise.code, now=now)
    _require_currency(line, promise.amount)
    if not may_be_contracted(economic=line.economic):
        raise NotForContracts(line=promise.code[:64])
    with transaction.atomic():
        made = commit(
            line=line,
            payee=promise.payee,
            account=promise.account,
            holder=promise.holder,
            purpose=promise.purpose,
            minor=promise.amount.minor,
            by=promise.by,
            actor=actor,
            now=now,
        )
        made.system, made.reference = actor.name, promise.reference
        made.save(update_fields=["system", "reference"])
    return made


def claim_for(
    *, number: str, invoice: str, amount: Money, due_on: date, by: str, actor: Actor, now: datetime
) -> Obligation:
    """The obligation of this invoice, verified now where there is none.

    Raises NoSuchCommitment, NamelessDecision, InvoiceUsed, WrongCurrency, and what `verify` raises.
    """
    _require_name(by)
    commitment = _commitment_of(number, actor)
    _require_currency(commitment.line, amount)
    known = commitment.obligations.filter(invoice=invoice).first()
    if known is None:
        try:
            known = verify(
                commitment=commitment,
                invoice=invoice,
                minor=amount.minor,
                due_on=due_on,
                by=by,
                actor=actor,
                now=now,
            )
        except InvoiceClaimed:
            # The same question at the same time was a moment faster.
            known = commitment.obligations.get(invoice=invoice)
    if known.minor != amount.minor:
        raise InvoiceUsed(invoice=invoice)
    return known


def release_for(*, number: str, reason: str, actor: Actor, now: datetime) -> Money:
    """What the commitment gave back altogether; asked again it is the same amount. Raises NoSuchCommitment."""
    commitment = _commitment_of(number, actor)
    release(commitment=commitment, reason=reason, actor=actor, now=now)
    commitment.refresh_from_db(fields=["released"])
    return Money(commitment.released, commitment.line.currency)


def _commitment_of(number: str, actor: Actor) -> Commitment:
    found = Commitment.objects.select_related("line").filter(number=number, system=actor.name).first()
    if found is None:
        raise NoSuchCommitment(number=number[:32])
    return found


def _require_currency(line: BudgetLine, amount: Money) -> None:
    if amount.currency != line.currency:
        raise WrongCurrency(currency=line.currency)


def _require_name(by: str) -> None:
    if not by.strip():
        raise NamelessDecision
