"""The audit trail: append-only, hash-chained, checked by `./madang audit verify`."""

from madang.framework.audit.recording import on_record, record, record_many
from madang.framework.audit.verification import Broken, Report, verify

__all__ = ["Broken", "Report", "on_record", "record", "record_many", "verify"]
