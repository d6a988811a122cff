"""Tax of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime

from madang.framework.values import Progress
from madang.systems.tax.usecases.compliance.load_demo import load_compliance_demo
from madang.systems.tax.usecases.dues.load_demo import load_dues_demo
from madang.systems.tax.usecases.invoices.load_demo import load_invoices_demo
from madang.systems.tax.usecases.registration.load_demo import load_registration_demo
from madang.systems.tax.usecases.returns.load_demo import load_returns_demo


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Taxpayers, reports, invoices, returns, dues, risks; how many rows in all."""
    rows = 0
    parts: tuple[tuple[str, Callable[..., int]], ...] = (
        ("registration", load_registration_demo),
        ("returns", load_returns_demo),
        ("invoices", load_invoices_demo),
        ("dues", load_dues_demo),
        ("compliance", load_compliance_demo),
    )
    for place, (what, load) in enumerate(parts):
        progress(f"tax: {what}", place, len(parts))
        rows += load(now=now)
    return rows
