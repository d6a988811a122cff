"""What runs after a commit or on a schedule."""

from madang.exchange import refunds
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every, job
from madang.framework.values import Party, PartyKind, clock
from madang.systems.customs.usecases.areas.watch_areas import watch_areas
from madang.systems.customs.usecases.batches import queue as batches
from madang.systems.customs.usecases.batches.work_batch import work_batch as work_one
from madang.systems.customs.usecases.cargo.tell_overdue import tell_overdue
from madang.systems.customs.usecases.continuity import queue as continuity
from madang.systems.customs.usecases.continuity.measure_service import measure_service
from madang.systems.customs.usecases.continuity.tell_fallback import tell_fallback as tell_one
from madang.systems.customs.usecases.corrections.assess_told import assess_due
from madang.systems.customs.usecases.corrections.charge_late import charge_late
from madang.systems.customs.usecases.declarations import queue
from madang.systems.customs.usecases.declarations.ask_permits import ask_permits as ask_all
from madang.systems.customs.usecases.declarations.claim_quota import settle_quota as settle_one
from madang.systems.customs.usecases.declarations.seal_certificate import seal_certificate as seal_one
from madang.systems.customs.usecases.drawback.seal_materials import seal_materials as seal_bought
from madang.systems.customs.usecases.express import queue as express
from madang.systems.customs.usecases.express.declare_parcels import declare_parcels as declare_list
from madang.systems.customs.usecases.leaving.watch_exports import tell_late_exports
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.securing import queue as securing
from madang.systems.customs.usecases.securing.terms import watch_terms
from madang.systems.customs.usecases.securing.waiting import secure_waiting as secure_all
from madang.systems.customs.usecases.statistics.note_trade import note_trade
from madang.systems.customs.usecases.statistics.publish_months import publish_months


@job(queue="issue", retry=8)
def seal_certificate(number: str) -> None:
    """Draw and seal the certificate of a declaration; a second run finds it there."""
    seal_one(number=number, now=clock.now())


@job(queue="issue", retry=8)
def seal_materials(number: str) -> None:
    """Draw and seal a certificate of materials; a second run finds it there."""
    seal_bought(number=number, now=clock.now())


@job(queue="default", retry=8)
def ask_permits(number: str) -> None:
    """Ask other agencies; tried again while they are down."""
    ask_all(number=number, now=clock.now())


@job(queue="default", retry=8)
def settle_quota(order: str) -> None:
    """Settle the claims that wait for a quota."""
    settle_one(order=order, actor=system_actor("customs.settle_quota"), now=clock.now())


@job(queue="bulk", retry=8)
def work_batch(number: str) -> None:
    """Answer the messages of a batch; a second run goes on where the first one stopped."""
    work_one(number=number)


@job(queue="default", retry=12)
def pay_out_refund(refund: str) -> None:
    """What an older release deferred under this name, which may still wait at an upgrade."""
    refunds.pay_out(system=SYSTEM, number=refund, now=clock.now())


@job(queue="default", retry=8)
def tell_fallback(number: str, over: bool) -> None:
    """Tell those who have goods at an office that its fallback began or ended."""
    tell_one(number=number, over=over, now=clock.now())


@job(queue="default", retry=8)
def secure_waiting(kind: str, key: str) -> None:
    """Look again at declarations that wait for a guarantee of this party."""
    secure_all(party=Party(PartyKind(kind), key), actor=system_actor("customs.secure"), now=clock.now())


@job(queue="bulk", retry=8)
def declare_parcels(number: str) -> None:
    """Make the declarations of a list's parcels; a second run goes on where the first one stopped."""
    declare_list(number=number, now=clock.now())


batches.hand_down(work_batch=work_batch)
securing.hand_down(secure_waiting=secure_waiting)
express.hand_down(declare_parcels=declare_parcels)
continuity.hand_down(tell_fallback=tell_fallback)
queue.hand_down(
    seal_certificate=seal_certificate,
    seal_materials=seal_materials,
    ask_permits=ask_permits,
    settle_quota=settle_quota,
)


@every("*/5 * * * *")
def measure() -> None:
    """Every five minutes: how the service does, for its status page."""
    measure_service(now=clock.now())


@every("20 15 * * *")
def tell_overdue_cargo() -> None:
    """Soon after midnight in Korea: storage terms and movements under bond that ended the day before."""
    tell_overdue(actor=system_actor("customs.tell_overdue"), now=clock.now())


@every("30 15 * * *")
def watch_bonded_areas() -> None:
    """After midnight in Korea: licences of bonded areas that run out, and goods in areas that ended."""
    watch_areas(actor=system_actor("customs.watch_areas"), now=clock.now())


@every("30 15 * * *")
def watch_secured_terms() -> None:
    """After midnight in Korea: terms of goods under a procedure, and guarantees."""
    watch_terms(actor=system_actor("customs.watch_terms"), now=clock.now())


@every("30 15 * * *")
def tell_late() -> None:
    """Soon after midnight in Korea: exports whose term to be loaded ended the day before."""
    tell_late_exports(actor=system_actor("customs.tell_late_exports"), now=clock.now())


@every("35 15 * * *")
def watch_corrections() -> None:
    """Soon after midnight in Korea: assess what nobody asked a review of in time, charge what was paid late."""
    machine = system_actor("customs.watch_corrections")
    assess_due(actor=machine, now=clock.now())
    charge_late(actor=machine, now=clock.now())


@every("40 15 * * *")
def count_trade() -> None:
    """Later: count what was released, and publish on the country's days."""
    note_trade(now=clock.now())
    publish_months(actor=system_actor("customs.publish_months"), now=clock.now())
