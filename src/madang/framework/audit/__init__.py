"""The audit trail: append-only, hash-chained, checked by `./madang audit verify`."""

from madang.framework.audit.looks import Look, looked, on_look
from madang.framework.audit.recording import Act, content_of, on_record, record, record_acts, record_many
from madang.framework.audit.verification import Broken, Report, verify

__all__ = [
    "Act",
    "Broken",
    "Look",
    "Report",
    "content_of",
    "looked",
    "on_look",
    "on_record",
    "record",
    "record_acts",
    "record_many",
    "verify",
]
