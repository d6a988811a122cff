"""The law of the active country: dated parameters with citations, slots, working days, worked examples.

parameter("population.fees.abstract.counter", on=day)           one value (Money, int, Decimal, text, … by its unit)
parameters(Pension, key="civil.benefits.pension", on=day)       a frozen dataclass filled and type-checked
citation("population.fees.abstract.counter", on=day)            the article it comes from
spoken_articles(cite=..., language="ko")                        an article as a language writes it
pack()                                                          the country: currency, languages, divisions, texts
SLOT(...)                                                       law as code, filled by the country
due_on(start=day, days=7)                                       the last day, by the country's own way of counting
"""

from madang.framework.law.active import active_code, country, pack, use_country
from madang.framework.law.articles import spoken_articles
from madang.framework.law.check import check_law, faults_of, systems_named
from madang.framework.law.days import (
    WorkingCalendar,
    add_working_days,
    due_on,
    is_working_day,
    next_working_day,
    working_days_between,
)
from madang.framework.law.faults import LawFault, PackFaulty
from madang.framework.law.fill import parameters
from madang.framework.law.pack import Division, IdentityNumber, NoSuchPack, Pack, known_packs, load_pack
from madang.framework.law.parameters import (
    NoSuchParameter,
    ParameterEnded,
    ParameterNotYetInForce,
    citation,
    parameter,
    parameter_or_none,
)
from madang.framework.law.slots import NotApplicable, Slot, SlotNotApplicable, SlotUnfilled, fills, not_applicable, slot

__all__ = [
    "Division",
    "IdentityNumber",
    "LawFault",
    "NoSuchPack",
    "NoSuchParameter",
    "NotApplicable",
    "Pack",
    "PackFaulty",
    "ParameterEnded",
    "ParameterNotYetInForce",
    "Slot",
    "SlotNotApplicable",
    "SlotUnfilled",
    "WorkingCalendar",
    "active_code",
    "add_working_days",
    "check_law",
    "citation",
    "country",
    "due_on",
    "faults_of",
    "fills",
    "is_working_day",
    "known_packs",
    "load_pack",
    "next_working_day",
    "not_applicable",
    "pack",
    "parameter",
    "parameter_or_none",
    "parameters",
    "slot",
    "spoken_articles",
    "systems_named",
    "use_country",
    "working_days_between",
]
