"""The words of tax that every room uses."""

from enum import StrEnum


class Tax(StrEnum):
    """Which tax a return, a due or an assessment is of."""

    INCOME = "income"
    VAT = "vat"
    CORPORATE = "corporate"
    WITHHOLDING = "withholding"
    LOCAL_INCOME = "local_income"


class Role(StrEnum):
    """As what a taxpayer is registered; one may have several."""

    INCOME = "income"
    VAT_GENERAL = "vat_general"
    VAT_SIMPLIFIED = "vat_simplified"
    VAT_EXEMPT = "vat_exempt"
    CORPORATE = "corporate"
    WITHHOLDING_AGENT = "withholding_agent"
    REPORTER = "reporter"
    """An institution that reports what it paid or was paid: an employer, a bank, a hospital, a card company."""


class ReturnKind(StrEnum):
    """How a return stands to the one before it."""

    ORIGINAL = "original"
    LATE = "late"
    AMENDED = "amended"
    """The taxpayer owes more than it said (in Korea 수정신고)."""
    CLAIM = "claim"
    """The taxpayer owes less than it said and asks for a decision (in Korea 경정청구)."""


class DueReason(StrEnum):
    """Why a taxpayer owes."""

    RETURN = "return"
    ASSESSMENT = "assessment"
    WITHHOLDING = "withholding"
    PENALTY = "penalty"
    """For paying late."""
    LATE_FILING = "late_filing"
    UNDER_REPORTED = "under_reported"
    """For having returned too little."""

    @property
    def added(self) -> bool:
        """Whether it comes on top of a tax, and so bears nothing itself."""
        return self in {DueReason.PENALTY, DueReason.LATE_FILING, DueReason.UNDER_REPORTED}


class DueState(StrEnum):
    """Where a due stands."""

    OPEN = "open"
    DEFERRED = "deferred"
    PAID = "paid"
    CANCELLED = "cancelled"


class JointState(StrEnum):
    """Where one payment for several dues stands."""

    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"
