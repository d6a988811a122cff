"""What runs later and on a schedule."""

from madang.framework.jobs import every, job
from madang.framework.money.gateways.sandbox.bank import answer_of, told
from madang.framework.money.gateways.sandbox.signature import SIGNATURE_HEADER, TIME_HEADER, sign
from madang.framework.money.models import SandboxTransfer
from madang.framework.money.usecases.receive_callback import receive_callback
from madang.framework.money.usecases.reconcile import reconcile
from madang.framework.values import clock


@every("* * * * *")
def reconcile_payments() -> None:
    """Each minute: what no callback told."""
    reconcile(now=clock.now())


@job(queue="money", retry=20)
def tell_state(token: str) -> None:
    """The sandbox bank's callback, signed as a foreign bank's would be and verified as one."""
    now = clock.now()
    body = told(answer_of(SandboxTransfer.objects.get(token=token)))
    seconds = int(now.timestamp())
    headers = {TIME_HEADER: str(seconds), SIGNATURE_HEADER: sign(body=body, seconds=seconds)}
    receive_callback(way="sandbox", body=body, headers=headers, now=now)
