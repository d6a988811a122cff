"""What runs on a schedule."""

from madang.framework.jobs import every
from madang.framework.values import clock
from madang.systems.procurement.usecases.market.beat import beat
from madang.systems.procurement.usecases.market.close_tenders import close_tenders
from madang.systems.procurement.usecases.market.extend_closing import extend_for_outages


@every("* * * * *")
def keep_the_market() -> None:
    """Each minute, in this order: note that the service is up, extend what an outage touched, close what is due."""
    now = clock.now()
    beat(now=now)
    extend_for_outages(now=now)
    close_tenders(now=now)
