"""What runs after a commit or on a schedule."""

from madang.framework.jobs import job
from madang.framework.values import clock
from madang.systems.tax.usecases.returns import queue as returns_queue
from madang.systems.tax.usecases.returns.seal_receipt import seal_receipt as seal_one


@job(queue="issue", retry=8)
def seal_receipt(number: str) -> None:
    """Draw and seal the receipt of a return; a second run finds it there."""
    seal_one(number=number, now=clock.now())


returns_queue.hand_down(seal_receipt=seal_receipt)
