"""When an agency answers without an officer: a licence that the trader holds covers it, an objection about the same goods was
upheld, or earlier lots of the same goods were found fit, as far as the act lets it."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.contracts.customs_v1 import PermitAnswer
from madang.framework.audit.spoken import spoken
from madang.framework.cases.models import Decision
from madang.framework.law import pack
from madang.systems.customs.models import PermitExamination, PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permits.licences import take_of_licence

_GOODS = ("description", "quantity", "unit", "elements", "bill", "destination")
"""What tells that goods are the very ones of an earlier request."""


def answer_by_rule(*, one: PermitRequest, now: datetime) -> str:
    """Why it is accepted at once, in the country's first language; empty where an officer decides. In the caller's
    transaction."""
    with override(pack().languages[0]):
        return _by_licence(one, now) or _by_objection(one) or _by_earlier_lots(one, now)


def _by_licence(one: PermitRequest, now: datetime) -> str:
    use = take_of_licence(one=one, now=now)
    if use is None:
        return ""
    told = {"number": use.licence.number, "quantity": f"{use.quantity.normalize():f}", "unit": use.licence.unit}
    left = (use.licence.total - use.licence.used).normalize()
    return _("Written down on licence {number}: {quantity} {unit}; {left} {unit} are left.").format(
        **told, left=f"{left:f}"
    )


def _by_objection(one: PermitRequest) -> str:
    """The same goods of the same trader, refused first and accepted on objection: that declaration had ended. It counts for the
    next one alone."""
    goods = {f"facts__{name}": one.facts[name] for name in _GOODS}
    accepted = _alike(one).filter(answer=PermitAnswer.GRANTED.value, **goods)
    before = accepted.filter(ended_at__isnull=False).exclude(case="").order_by("-pk").first()
    if before is None or accepted.filter(pk__gt=before.pk).exists():
        return ""
    if not Decision.objects.filter(case__number=before.case, on_objection=True).exists():
        return ""
    return _("Your objection about these goods was upheld under request {number}.").format(number=before.number)


def _by_earlier_lots(one: PermitRequest, now: datetime) -> str:
    law = requirement_of(code=one.requirement)
    rule = law.automatic if law else None
    if rule is None or (rule.never and one.commodity.startswith(rule.never)):
        return ""
    lots = _alike(one).filter(asked_at__gte=now - timedelta(days=rule.within_days), automatic=False)
    for element in rule.same:
        # What is not said is the same as nothing.
        same = {"code": element.code, "text": said_in(one=one, code=element.code)}
        lots = lots.filter(facts__elements__contains=[same])
    if lots.filter(Q(answer=PermitAnswer.REFUSED.value) | Q(accepted__isnull=False)).exists():
        return ""
    # Whoever withdraws before the finding, or after a bad one, does not get round the answer.
    if PermitExamination.objects.filter(request__in=lots).exclude(fit=True).exists():
        return ""
    count = lots.filter(answer=PermitAnswer.GRANTED.value).count()
    if count < rule.after:
        return ""
    says = _("Accepted without an examination: {count} lots of the same goods were found fit in {days} days ({cite}).")
    return says.format(count=count, days=rule.within_days, cite=spoken(rule.cite))


def _alike(one: PermitRequest) -> QuerySet[PermitRequest]:
    return PermitRequest.objects.filter(
        party_kind=one.party_kind,
        party_key=one.party_key,
        requirement=one.requirement,
        commodity=one.commodity,
        origin=one.origin,
    ).exclude(pk=one.pk)


def said_in(*, one: PermitRequest, code: str) -> str:
    """What a request tells of an element."""
    return next((row["text"] for row in one.facts.get("elements", ()) if row["code"] == code), "")
