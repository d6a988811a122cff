"""Models of identity."""

from madang.framework.identity.models.account import Account
from madang.framework.identity.models.mandate import Mandate, MandateUse
from madang.framework.identity.models.office import DutyAssignment, Office
from madang.framework.identity.models.passkey import EnrolmentCode, KnownStanding, Passkey, PasskeyChallenge
from madang.framework.identity.models.session import Device, FailureCount, Session, SignInAttempt

__all__ = [
    "Account",
    "Device",
    "DutyAssignment",
    "EnrolmentCode",
    "FailureCount",
    "KnownStanding",
    "Mandate",
    "MandateUse",
    "Office",
    "Passkey",
    "PasskeyChallenge",
    "Session",
    "SignInAttempt",
]
