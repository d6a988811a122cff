"""How methods, steps, reasons and states of valuation are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.value_by_reason import Basis
from madang.systems.customs.domain.value_found import Level, Why
from madang.systems.customs.domain.words import Adjustment, ValuationMethod

METHODS = {
    ValuationMethod.TRANSACTION: _("Method 1: the price of the goods"),
    ValuationMethod.IDENTICAL_GOODS: _("Method 2: identical goods"),
    ValuationMethod.SIMILAR_GOODS: _("Method 3: similar goods"),
    ValuationMethod.DEDUCTIVE: _("Method 4: resale in the country"),
    ValuationMethod.COMPUTED: _("Method 5: cost of production"),
    ValuationMethod.FALL_BACK: _("Method 6: reasonable means"),
}
LEVELS = {
    Level.MAKER: pgettext_lazy("valuation", "Maker who works them up"),
    Level.WHOLESALE: pgettext_lazy("valuation", "Wholesale"),
    Level.RETAIL: pgettext_lazy("valuation", "Retail"),
    Level.USER: pgettext_lazy("valuation", "Who uses them"),
}
WHYS = {
    Why.NO_FACTS: _("nothing is known that it could start from"),
    Why.NO_SALE: _("the goods were not sold for export to the country"),
    Why.RESTRICTED: _("the buyer may not use or sell the goods freely"),
    Why.CONDITIONAL: _("the price hangs on a condition that has no amount"),
    Why.PROCEEDS_UNKNOWN: _("proceeds of resale go to the seller and cannot be told"),
    Why.UNQUANTIFIED: _("an addition is due and no objective figure is at hand"),
    Why.RELATED: _("buyer and seller are related, and nothing shows that the price is free of it"),
    Why.DOUBTED: _("customs doubts the price, and the proof does not end the doubt"),
    Why.NONE_COMPARABLE: _("no known transaction is of the same country, time, level and quantity, or can be adjusted"),
    Why.NO_RESALE: _("no resale to a stranger lies within the time"),
    Why.PROCESSING_UNKNOWN: _("what working up after importation added is not known"),
    Why.NO_ACCOUNTS: _("the producer’s accounts are not at hand"),
    Why.FORBIDDEN: _("the law forbids a value on this basis"),
    Why.NOT_POSITIVE: _("nothing is left of the amount"),
}
BASES = {
    Basis.WIDER_IDENTICAL: _("Identical goods of another time or country"),
    Basis.WIDER_SIMILAR: _("Similar goods of another time or country"),
    Basis.LATER_RESALE: _("Resale later than method 4 allows"),
    Basis.EARLIER_VALUE: _("A value of such goods that was found before by method 4 or 5"),
    Basis.OTHER: _("Other reasonable means, from figures of this country"),
    Basis.HOME_MADE_PRICE: _("Forbidden: the price of goods made in this country"),
    Basis.HIGHER_OF_TWO: _("Forbidden: the higher of two values"),
    Basis.PRICE_IN_EXPORT_COUNTRY: _("Forbidden: the price on the market of the exporting country"),
    Basis.OTHER_COST: _("Forbidden: a cost of production found otherwise than by method 5"),
    Basis.PRICE_TO_OTHERS: _("Forbidden: the price for export to another country"),
    Basis.MINIMUM: _("Forbidden: a minimum value"),
    Basis.ARBITRARY: _("Forbidden: an arbitrary or fictitious value"),
}
ADJUSTMENTS = {
    Adjustment.FREIGHT: pgettext_lazy("valuation", "Carriage to the port of importation"),
    Adjustment.INSURANCE: pgettext_lazy("valuation", "Insurance to the port of importation"),
    Adjustment.LOADING: pgettext_lazy("valuation", "Loading and handling on the way"),
    Adjustment.COMMISSION: pgettext_lazy("valuation", "Commission and brokerage, but for buying"),
    Adjustment.CONTAINERS: pgettext_lazy("valuation", "Containers"),
    Adjustment.PACKING: pgettext_lazy("valuation", "Packing: material and work"),
    Adjustment.ASSISTS: pgettext_lazy("valuation", "What the buyer supplied: materials, tools, engineering"),
    Adjustment.ROYALTIES: pgettext_lazy("valuation", "Royalties and licence fees"),
    Adjustment.PROCEEDS: pgettext_lazy("valuation", "Proceeds of resale for the seller"),
    Adjustment.INDIRECT_PAYMENT: pgettext_lazy("valuation", "Paid indirectly, to another or set off"),
    Adjustment.OTHER_ADDITION: pgettext_lazy("valuation", "Other addition"),
    Adjustment.INLAND_FREIGHT: pgettext_lazy("valuation", "Carriage after importation"),
    Adjustment.POST_IMPORT_WORK: pgettext_lazy("valuation", "Assembly, maintenance and the like after importation"),
    Adjustment.DUTIES_AND_TAXES: pgettext_lazy("valuation", "Duty and taxes of this country in the price"),
    Adjustment.DEFERRED_INTEREST: pgettext_lazy("valuation", "Interest on a price paid later"),
    Adjustment.OTHER_DEDUCTION: pgettext_lazy("valuation", "Other deduction"),
}
STEPS = {one.value: title for one, title in ADJUSTMENTS.items()} | {
    "price": _("Price paid or to be paid"),
    "others_price": _("Value of the compared goods, for the quantity of these"),
    "level_adjusted": _("Difference of commercial level"),
    "quantity_adjusted": _("Difference of quantity"),
    "own_transport": _("Carriage and insurance of these goods"),
    "unit_price": _("Unit price at which most were sold"),
    "resale_commission": _("Commission on the resale"),
    "margin": _("Usual profit and general expenses"),
    "resale_transport": _("Carriage and insurance in the country"),
    "carriage": _("Carriage and insurance to the country"),
    "resale_taxes": _("Duty and taxes of this country"),
    "duty_in_price": _("Duty that the price holds"),
    "processing": _("Worked up after importation"),
    "materials": pgettext_lazy("valuation", "Materials"),
    "work": _("Making the goods"),
    "packing_cost": _("Containers and packing"),
    "profit_and_expenses": _("The producer’s profit and general expenses"),
    "usual_profit": _("Profit and general expenses usual for such goods"),
    Basis.EARLIER_VALUE.value: BASES[Basis.EARLIER_VALUE],
    Basis.OTHER.value: BASES[Basis.OTHER],
}
DOUBTS = {
    "open": pgettext_lazy("valuation", "proof is asked for"),
    "accepted": pgettext_lazy("valuation", "the declared value stands"),
    "decided": pgettext_lazy("valuation", "customs decided on the value"),
    "restored": pgettext_lazy("valuation", "the declared value stands after an objection"),
}
DOUBT_TONES = {"accepted": "success", "restored": "success", "decided": "danger"}
