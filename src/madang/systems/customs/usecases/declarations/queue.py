"""What declarations leave to be done later. The jobs hand themselves down when they are declared."""

from madang.framework.jobs import later
from madang.framework.jobs.declare import Job

_jobs: dict[str, Job] = {}


def hand_down(**jobs: Job) -> None:
    """Make the jobs known to the use cases."""
    _jobs.update(jobs)


def ask_permits(*, number: str) -> None:
    """Ask the agencies after the commit."""
    later(_jobs["ask_permits"], once=f"customs.permits.{number}", number=number)


def settle_quota(*, order: str) -> None:
    """Settle the claims on a quota after the commit."""
    later(_jobs["settle_quota"], order=order)


def seal_certificate(*, number: str) -> None:
    """Draw and seal the certificate after the commit, and tell the trader."""
    later(_jobs["seal_certificate"], once=f"customs.certificate.{number}", number=number)


def seal_materials(*, number: str) -> None:
    """Draw and seal a certificate of materials after the commit."""
    later(_jobs["seal_materials"], once=f"customs.materials.{number}", number=number)
