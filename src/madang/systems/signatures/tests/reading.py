"""A file and what stands beside it, validated; what the report says in one line."""

from madang.systems.signatures.domain.validation.report import Report
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.tests.pki import Authority
from madang.systems.signatures.tests.test_levels import LATER
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

PLAN = SignedFile(name="the plan.bin", data=bytes(range(256)))


def read(data: bytes, authority: Authority, *files: SignedFile) -> Report:
    """The report a little later, by the anchor of `authority`."""
    return validate_signatures(
        data=data, files=files, anchors=(authority.anchor,), sources=authority, now=authority.now + LATER
    )


def told(report: Report) -> tuple[str, list[str]]:
    """The verdict, and what the signatures are over."""
    covers = [f"{one.kind} {one.name}".strip() for each in report.signatures for one in each.covers]
    return f"{report.indication} {report.sub_indication}", covers
