"""The words customs is spoken in: what a declaration is for, what a message does, where it stands, what is levied.

The value of each is our own and permanent; formats map them to the codes of UN/EDIFACT, WCO Data Model and UN/ECE.
"""

from enum import StrEnum


class Direction(StrEnum):
    """Which way the goods go over the border."""

    IMPORT = "import"
    EXPORT = "export"
    TRANSIT = "transit"


class Function(StrEnum):
    """What a message does to a declaration (UN/EDIFACT 1225, WCO 017: original 9, change 4 or 13, replace 5, cancel 1)."""

    ORIGINAL = "original"
    AMENDMENT = "amendment"
    REPLACEMENT = "replacement"
    CANCELLATION = "cancellation"


class Lane(StrEnum):
    """What selection asks of a declaration."""

    GREEN = "green"  # released as declared
    YELLOW = "yellow"  # documents are looked at
    RED = "red"  # goods are looked at
    BLUE = "blue"  # released now, checked afterwards


class DeclarationState(StrEnum):
    """Where a declaration stands."""

    PREPARED = "prepared"  # a draft of the declarant; not lodged
    LODGED = "lodged"  # received and numbered, not yet accepted
    REFUSED = "refused"  # faulty: nothing was accepted
    ACCEPTED = "accepted"  # accepted; the day that decides rates
    UNDER_CONTROL = "under_control"  # documents or goods are looked at
    AWAITING_PERMIT = "awaiting_permit"  # another agency has not answered
    AWAITING_SECURITY = "awaiting_security"  # no guarantee covers the duties that wait
    AWAITING_PAYMENT = "awaiting_payment"  # everything else is done
    RELEASED = "released"
    CANCELLED = "cancelled"


class Levy(StrEnum):
    """What is levied on goods at the border."""

    DUTY = "duty"
    ANTI_DUMPING = "anti_dumping"
    COUNTERVAILING = "countervailing"
    SAFEGUARD = "safeguard"
    RETALIATORY = "retaliatory"
    EXCISE = "excise"  # Korea: individual consumption tax
    LIQUOR = "liquor"
    ENERGY = "energy"  # Korea: transportation, energy and environment tax
    EDUCATION = "education"
    RURAL = "rural"  # Korea: special tax for rural development
    VAT = "vat"


class TransportMode(StrEnum):
    """How goods cross the border; the values are UN/ECE Recommendation 19's digits."""

    SEA = "1"
    RAIL = "2"
    ROAD = "3"
    AIR = "4"
    POST = "5"
    MULTIMODAL = "6"
    FIXED = "7"  # pipeline, cable
    INLAND_WATER = "8"
    OWN = "9"  # goods that move themselves


class ValuationMethod(StrEnum):
    """The methods of the WTO Valuation Agreement in their order; the values are WCO 205's digits."""

    TRANSACTION = "1"
    IDENTICAL_GOODS = "2"
    SIMILAR_GOODS = "3"
    DEDUCTIVE = "4"
    COMPUTED = "5"
    FALL_BACK = "6"


class Adjustment(StrEnum):
    """What is added to the price, or taken from it, for the customs value (WTO Valuation Agreement arts. 1, 8 and notes)."""

    FREIGHT = "freight"  # to the port or place of importation
    INSURANCE = "insurance"
    LOADING = "loading"  # loading, unloading, handling on the way
    COMMISSION = "commission"  # and brokerage; never a buying commission
    CONTAINERS = "containers"
    PACKING = "packing"
    ASSISTS = "assists"  # materials, tools, engineering that the buyer supplied
    ROYALTIES = "royalties"
    PROCEEDS = "proceeds"  # of resale, that accrue to the seller
    INDIRECT_PAYMENT = "indirect_payment"
    OTHER_ADDITION = "other_addition"
    INLAND_FREIGHT = "inland_freight"  # deducted: after importation
    POST_IMPORT_WORK = "post_import_work"  # deducted: construction, assembly, maintenance after importation
    DUTIES_AND_TAXES = "duties_and_taxes"  # deducted: of the country of importation
    DEFERRED_INTEREST = "deferred_interest"  # deducted
    OTHER_DEDUCTION = "other_deduction"

    @property
    def is_deduction(self) -> bool:
        """Whether it is taken from the price."""
        return self in _DEDUCTIONS


_DEDUCTIONS = frozenset(
    {
        Adjustment.INLAND_FREIGHT,
        Adjustment.POST_IMPORT_WORK,
        Adjustment.DUTIES_AND_TAXES,
        Adjustment.DEFERRED_INTEREST,
        Adjustment.OTHER_DEDUCTION,
    }
)
