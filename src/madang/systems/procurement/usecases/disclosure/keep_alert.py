"""Searches that tell of new tenders: keep one, drop one, tell."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, PartyKind, Refusal
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import Alert, Tender

MOST = 20


class NothingAsked(Refusal):
    """An alert for everything is none."""

    code = "procurement.alert.empty"
    says = _("Fill at least one field, so that you hear of what you look for.")
    status = 422


class TooManyAlerts(Refusal):
    """One party keeps a limited number."""

    code = "procurement.alert.too_many"
    says = _("You keep 20 alerts already. Remove one first.")
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What must fit; empty fields ask nothing."""

    words: str = ""
    unspsc: str = ""
    kind: str = ""
    buyer: str = ""
    most: int | None = None


def keep_alert(*, wanted: Wanted, party: Party, actor: Actor, now: datetime) -> Alert:
    """Keep a search; it tells of tenders published from now on."""
    if not any((wanted.words.strip(), wanted.unspsc, wanted.kind, wanted.buyer, wanted.most)):
        raise NothingAsked(faults=(Fault(place="words", says=str(NothingAsked.says), code=NothingAsked.code),))
    with transaction.atomic():
        if alerts_of(party=party).count() >= MOST:
            raise TooManyAlerts
        made = Alert.objects.create(
            party_kind=party.kind.value,
            party_key=party.key,
            words=wanted.words.strip(),
            unspsc=wanted.unspsc,
            kind=Kind(wanted.kind).value if wanted.kind else "",
            buyer=wanted.buyer,
            most=wanted.most,
            made_at=now,
        )
        audit.record(actor=actor, action="procurement.keep_alert", target=f"alert:{made.pk}", detail={}, now=now)
    return made


def drop_alert(*, alert: int, party: Party, actor: Actor, now: datetime) -> None:
    """Forget it; nothing happens where it is another's or gone."""
    with transaction.atomic():
        gone, _kinds = alerts_of(party=party).filter(pk=alert).delete()
        if gone:
            audit.record(actor=actor, action="procurement.drop_alert", target=f"alert:{alert}", detail={}, now=now)


def alerts_of(*, party: Party) -> QuerySet[Alert]:
    """A party's alerts, the newest first."""
    return Alert.objects.filter(party_kind=party.kind.value, party_key=party.key).order_by("-pk")


# All alerts against all tenders published since: the unique pair makes each told once, whoever runs this together.
_MATCH = """
INSERT INTO procurement_alerthit (alert_id, tender_id)
SELECT alert.id, tender.id
FROM procurement_alert alert JOIN procurement_tender tender
    ON tender.published_at > alert.made_at AND tender.state = 'published' AND tender.closes_at > %(now)s
WHERE (alert.words = '' OR strpos(lower(tender.title || ' ' || tender.description), lower(alert.words)) > 0)
    AND (alert.kind = '' OR tender.kind = alert.kind)
    AND (alert.buyer = '' OR tender.buyer = alert.buyer)
    AND (alert.most IS NULL OR tender.estimated <= alert.most)
    AND (alert.unspsc = '' OR EXISTS (
        SELECT FROM procurement_item item JOIN procurement_lot lot ON lot.id = item.lot_id
        WHERE lot.tender_id = tender.id AND starts_with(item.unspsc, alert.unspsc)))
ON CONFLICT DO NOTHING RETURNING alert_id, tender_id
"""


def tell_alerts(*, now: datetime) -> int:
    """Tell each alert's owner of each new tender that fits, once; how many messages."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_MATCH, {"now": now})
            hits = cursor.fetchall()
        alerts = Alert.objects.in_bulk([alert for alert, _tender in hits])
        tenders = Tender.objects.in_bulk([tender for _alert, tender in hits])
        owners = {(alerts[alert].party_kind, alerts[alert].party_key, tender) for alert, tender in hits}
        for kind, key, number in sorted(owners):
            tender = tenders[number]
            notify(
                party=Party(PartyKind(kind), key),
                template="procurement/alert",
                values={"title": tender.title, "number": tender.number, "closes_at": tender.closes_at},
                link=f"/procurement/open/process/{tender.ocid}/",
                now=now,
            )
    return len(owners)
