"""Release or refuse a parcel that was selected (in Korea Customs Act art. 246)."""

from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Fault, Party
from madang.systems.customs.models import Parcel
from madang.systems.customs.usecases.express import queue
from madang.systems.customs.usecases.express.lodge_list import selected_as
from madang.systems.customs.usecases.express.refusals import FindingMissing, NoSuchParcel, ParcelDecided
from madang.systems.customs.usecases.selectivity.outcomes import record_outcome


@transaction.atomic
def decide_parcel(*, waybill: str, release: bool, finding: str, actor: Actor, now: datetime) -> Parcel:
    """What the look found. Raises Forbidden, NoSuchParcel, ParcelDecided, FindingMissing."""
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("lodged")
    one = rows.filter(waybill=waybill).first()
    if one is None:
        raise NoSuchParcel
    require(actor, "customs.control", one.lodged.office_code)
    if one.state != "held":
        raise ParcelDecided
    if not finding.strip():
        raise FindingMissing(faults=(Fault("finding", str(FindingMissing.says), FindingMissing.code),))
    one.state, one.released_at = ("released", now) if release else ("refused", None)
    one.decided_by, one.finding = officer(actor), finding.strip()[:300]
    one.save(update_fields=["state", "released_at", "decided_by", "finding"])
    action = "customs.release_parcel" if release else "customs.refuse_parcel"
    record(actor=actor, action=action, target=f"parcel:{one.pk}", detail={}, now=now)
    record_outcome(number=selected_as(waybill=waybill), found=not release, finding=finding, actor=actor, now=now)
    if release and one.whys:
        queue.declare_parcels(number=one.lodged.number)
    if not release:
        values = {"waybill": waybill, "finding": one.finding}
        party = Party.person(one.person)
        notify(party=party, template="customs/parcel_refused", values=values, link="/customs/parcels/", now=now)
    return one
