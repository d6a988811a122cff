"""What runs on a schedule."""

from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every, job
from madang.framework.values import clock
from madang.systems.procurement.models import Contract
from madang.systems.procurement.usecases import queue
from madang.systems.procurement.usecases.award.commit_reserve_price import commit_missing
from madang.systems.procurement.usecases.award.finalise_awards import finalise_awards
from madang.systems.procurement.usecases.bidding.certify_keys import keep_keys_current
from madang.systems.procurement.usecases.bidding.close_bidding import close_due
from madang.systems.procurement.usecases.bidding.open_bids import open_ready
from madang.systems.procurement.usecases.bidding.stamp_receipts import stamp_receipts
from madang.systems.procurement.usecases.contract.try_again import settle, try_again
from madang.systems.procurement.usecases.disclosure.find_indicators import find_indicators
from madang.systems.procurement.usecases.disclosure.keep_alert import tell_alerts
from madang.systems.procurement.usecases.mall.ask_offers import open_rounds
from madang.systems.procurement.usecases.market.beat import beat
from madang.systems.procurement.usecases.market.close_tenders import close_tenders
from madang.systems.procurement.usecases.market.extend_closing import extend_for_outages
from madang.systems.procurement.usecases.stages.settle_stages import settle_stages
from madang.systems.procurement.usecases.supply.declare import remind_of_certificates
from madang.systems.procurement.usecases.supply.follow_register import follow_register


@every("* * * * *")
def keep_the_market() -> None:
    """Each minute, in this order: note that the service is up, extend what an outage touched, close the lists of bids and the
    tenders that are due, keep two stages together, open what is ready, give receipts the time that they wait for."""
    now = clock.now()
    beat(now=now)
    extend_for_outages(now=now)
    close_due(now=now)
    close_tenders(now=now)
    settle_stages(now=now)
    open_ready(now=now)
    stamp_receipts(now=now)


@job(queue="default", retry=8)
def follow_supplier(number: str) -> None:
    """Ask the business register what it says of a supplier now; tried again while it is down."""
    follow_register(number=number, now=clock.now())


@every("20 21 * * *")
def remind_suppliers() -> None:
    """Tell suppliers which certificates end soon."""
    remind_of_certificates(now=clock.now())


@every("* * * * *")
def commit_seeds() -> None:
    """Each lot has a promised seed soon after its notice."""
    commit_missing(actor=system_actor("procurement.commit_seeds"), now=clock.now())


@every("* * * * *")
def keep_devices_current() -> None:
    """The certificates of devices that sign bids, and what the trust services say of them."""
    keep_keys_current(now=clock.now())


@every("* * * * *")
def open_offers() -> None:
    """Offers of the mall's second rounds, when their time is over."""
    open_rounds(now=clock.now())


@every("*/5 * * * *")
def end_standstills() -> None:
    """Awards become final when their time has come."""
    finalise_awards(actor=system_actor("procurement.end_standstills"), now=clock.now())


@job(queue="default", retry=8)
def settle_contract(number: str) -> None:
    """What a contract waits for."""
    settle(contract=Contract.objects.select_related("terms", "supplier").get(number=number), now=clock.now())


@every("*/10 * * * *")
def ask_again() -> None:
    """What all contracts wait for."""
    try_again(now=clock.now())


queue.hand_down(settle_contract=settle_contract, follow_register=follow_supplier)


@every("*/5 * * * *")
def tell_of_new_tenders() -> None:
    """Disclosure: alerts tell within five minutes of the notice."""
    tell_alerts(now=clock.now())


@every("20 18 * * *")
def screen_opened_bids() -> None:
    """Disclosure: once a day, at night in Korea."""
    find_indicators(now=clock.now())
