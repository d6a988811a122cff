"""The words of a tender that every room uses, with the codes by which Open Contracting (OCDS 1.1.5) knows them."""

from enum import StrEnum


class Kind(StrEnum):
    """What is bought; the values are OCDS `mainProcurementCategory`."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"


class Method(StrEnum):
    """How suppliers are invited."""

    OPEN = "open"
    RESTRICTED = "restricted"
    QUOTATION = "quotation"
    TWO_STAGE = "two_stage"
    FRAMEWORK = "framework"

    @property
    def ocds(self) -> str:
        """The code of the OCDS codelist `method`."""
        return {
            Method.OPEN: "open",
            Method.RESTRICTED: "selective",
            Method.QUOTATION: "limited",
            Method.TWO_STAGE: "selective",
            Method.FRAMEWORK: "open",
        }[self]


class AwardBy(StrEnum):
    """What decides who wins; the values stand in the notice and never change after it."""

    LOWEST_PRICE = "lowest_price"
    LOWER_LIMIT = "lower_limit"
    """The lowest price at or above a rate of the reserve price, then qualification review (적격심사)."""
    BEST_VALUE = "best_value"
    LIFECYCLE_COST = "lifecycle_cost"

    @property
    def ocds(self) -> str:
        """The code of the OCDS codelist `awardCriteria`."""
        return {
            AwardBy.LOWEST_PRICE: "priceOnly",
            AwardBy.LOWER_LIMIT: "priceOnly",
            AwardBy.BEST_VALUE: "ratedCriteria",
            AwardBy.LIFECYCLE_COST: "costOnly",
        }[self]


class TenderState(StrEnum):
    """Where a tender stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    OPENED = "opened"
    AWARDED = "awarded"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """It ended without a valid bid (유찰)."""

    @property
    def ocds(self) -> str:
        """The code of the OCDS codelist `tenderStatus`."""
        return {
            TenderState.DRAFT: "planned",
            TenderState.PUBLISHED: "active",
            TenderState.CLOSED: "active",
            TenderState.OPENED: "active",
            TenderState.AWARDED: "complete",
            TenderState.CANCELLED: "cancelled",
            TenderState.FAILED: "unsuccessful",
        }[self]


class BidState(StrEnum):
    """Where a bid stands; only `opened` and `refused` come after the opening."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    REFUSED = "refused"


class AwardState(StrEnum):
    """Where an award stands; the values are OCDS `awardStatus`."""

    PENDING = "pending"
    """Decided, in its standstill; a complaint keeps it here."""
    ACTIVE = "active"
    """Final: a contract may be made."""
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


LIVE_AWARDS = (AwardState.PENDING.value, AwardState.ACTIVE.value)
"""Of these a lot has one at most."""


class ContractState(StrEnum):
    """Where a contract stands; the values are OCDS `contractStatus`."""

    PENDING = "pending"
    ACTIVE = "active"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What happened, as the release that tells of it is tagged; the values are OCDS `releaseTag`."""

    PLANNING = "planning"
    TENDER = "tender"
    TENDER_AMENDMENT = "tenderAmendment"
    TENDER_UPDATE = "tenderUpdate"
    TENDER_CANCELLATION = "tenderCancellation"
    AWARD = "award"
    AWARD_UPDATE = "awardUpdate"
    AWARD_CANCELLATION = "awardCancellation"
    CONTRACT = "contract"
    CONTRACT_AMENDMENT = "contractAmendment"
    CONTRACT_TERMINATION = "contractTermination"
    IMPLEMENTATION = "implementation"
    IMPLEMENTATION_UPDATE = "implementationUpdate"
