"""How facts, kinds of returns and steps of a computation are called."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.framework.law import pack
from madang.systems.tax.domain.words import ReturnKind, Tax

Words = str | Promise

ORIGINS: dict[str, Words] = {
    "register": _("From the resident register"),
    "invoices": _("From the electronic tax invoices"),
    "customs": _("From what customs say you paid at the border"),
}
"""Where a figure comes from that no institution reported, by what a return keeps of it."""
TAXES: dict[str, Words] = {Tax.INCOME.value: _("Income tax"), Tax.VAT.value: _("Value-added tax")}
KINDS: dict[str, Words] = {
    ReturnKind.ORIGINAL.value: pgettext_lazy("return", "filed in time"),
    ReturnKind.LATE.value: pgettext_lazy("return", "filed late"),
    ReturnKind.AMENDED.value: pgettext_lazy("return", "amended"),
    ReturnKind.CLAIM.value: pgettext_lazy("return", "claim for correction"),
}
GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        _("What you earned"),
        (
            *(
                "wages",
                "business_revenue",
                "business_expenses",
                "rent_revenue",
                "rent_expenses",
                "interest",
                "dividends",
            ),
            *(
                "dividends_grossed",
                "public_pension",
                "private_pension",
                "other_income",
                "other_expenses",
                "losses_carried",
            ),
        ),
    ),
    (_("What was paid already"), ("wages_withheld", "financial_withheld", "other_withheld", "prepaid")),
    (
        _("Your household"),
        (
            *("spouse", "children", "newborns", "newborn_first", "ascendants", "siblings", "aged", "disabled"),
            *("single_parent", "female_head", "married", "young_children", "fifty"),
        ),
    ),
    (
        _("What you spent"),
        (
            *("pension_contributions", "health_insurance", "employment_insurance"),
            *(
                "card_credit",
                "card_debit",
                "card_culture",
                "card_market",
                "card_transit",
                "insurance",
                "insurance_disabled",
            ),
            *("medical_own", "medical_others", "medical_infertility", "medical_premature"),
            *("education_own", "education_school", "education_university"),
            *("donations_statutory", "donations_designated", "donations_political", "donations_hometown"),
            *("pension_savings", "retirement_pension", "house_rent", "housing_loan_interest", "housing_savings"),
            "mutual_relief",
        ),
    ),
    (
        _("What you sold"),
        (
            *(
                "sales_invoiced",
                "sales_card",
                "sales_other",
                "sales_zero_rated",
                "sales_reduced",
                "sales_exempt",
                "bad_debts",
            ),
            *("simplified", "simplified_rate", "restaurant", "e_filed", "months"),
        ),
    ),
    (
        _("What you bought"),
        (
            *("purchases_invoiced", "purchases_invoiced_tax", "purchases_capital", "purchases_capital_tax"),
            *(
                "purchases_card",
                "purchases_card_tax",
                "imports",
                "imports_tax",
                "not_deductible_tax",
                "deemed_purchases",
            ),
        ),
    ),
)
FACTS: dict[str, Words] = {
    "wages": _("Wages"),
    "wages_withheld": _("Tax withheld from wages"),
    "pension_contributions": _("Contributions to the public pension"),
    "health_insurance": _("Health insurance contributions"),
    "employment_insurance": _("Employment insurance contributions"),
    "business_revenue": _("Business revenue"),
    "business_expenses": _("Business expenses"),
    "rent_revenue": _("Rent received"),
    "rent_expenses": _("Expenses of letting"),
    "interest": _("Interest received"),
    "dividends": _("Dividends received"),
    "dividends_grossed": _("Dividends with credit for the corporation's tax"),
    "public_pension": _("Public pension received"),
    "private_pension": _("Private pension received"),
    "other_income": _("Other income"),
    "other_expenses": _("Expenses of other income"),
    "financial_withheld": _("Tax withheld from interest and dividends"),
    "other_withheld": _("Tax withheld from other income"),
    "prepaid": _("Tax prepaid during the period"),
    "spouse": _("Spouse who depends on you"),
    "children": _("Children of the age for the credit"),
    "newborns": _("Children born or adopted in the year"),
    "newborn_first": _("Place of the first newborn among your children"),
    "ascendants": _("Parents and grandparents who depend on you"),
    "siblings": _("Siblings who depend on you"),
    "aged": _("Aged members of the household"),
    "disabled": _("Disabled members of the household"),
    "single_parent": _("Single parent"),
    "female_head": _("Woman who heads a household"),
    "married": _("Married in the year"),
    "young_children": _("Children too young for the credit"),
    "fifty": _("Fifty or older (1)"),
    "card_credit": _("Spent by credit card"),
    "card_debit": _("Spent by debit card and cash receipt"),
    "card_culture": _("Spent on books and culture"),
    "card_market": _("Spent at traditional markets"),
    "card_transit": _("Spent on public transport"),
    "insurance": _("Insurance premiums"),
    "insurance_disabled": _("Insurance premiums for the disabled"),
    "medical_own": _("Medical expenses for yourself, the aged and disabled"),
    "medical_others": _("Medical expenses for others of the household"),
    "medical_infertility": _("Medical expenses of infertility"),
    "medical_premature": _("Medical expenses of premature and ill newborns"),
    "education_own": _("Your own education"),
    "education_school": _("Education of children up to high school"),
    "education_university": _("University of children"),
    "donations_statutory": _("Donations to the state and for disasters"),
    "donations_designated": _("Donations to charities"),
    "donations_political": _("Political donations"),
    "donations_hometown": _("Donations to a home town"),
    "pension_savings": _("Paid into pension savings"),
    "retirement_pension": _("Paid into a retirement pension"),
    "house_rent": _("Rent paid for your home"),
    "housing_loan_interest": _("Interest on a housing loan"),
    "housing_savings": _("Paid into housing savings"),
    "mutual_relief": _("Paid to the mutual aid of small enterprises"),
    "losses_carried": _("Losses carried forward"),
    "sales_invoiced": _("Sales with tax invoices"),
    "sales_card": _("Sales by card and cash receipt"),
    "sales_other": _("Other sales"),
    "sales_zero_rated": _("Zero-rated sales"),
    "sales_reduced": _("Sales at the reduced rate"),
    "sales_exempt": _("Exempt sales"),
    "bad_debts": _("Bad debts, with tax"),
    "purchases_invoiced": _("Purchases with tax invoices"),
    "purchases_invoiced_tax": _("Tax on purchases with tax invoices"),
    "purchases_capital": _("Fixed assets bought"),
    "purchases_capital_tax": _("Tax on fixed assets bought"),
    "purchases_card": _("Purchases by card"),
    "purchases_card_tax": _("Tax on purchases by card"),
    "imports": _("Imports"),
    "imports_tax": _("Tax on imports"),
    "not_deductible_tax": _("Tax that may not be deducted"),
    "deemed_purchases": _("Untaxed farm and sea products bought"),
    "e_filed": _("Filed electronically (1)"),
    "simplified": _("Simplified taxpayer (1)"),
    "simplified_rate": _("Value-added rate of the sector in percent"),
    "restaurant": _("Food and lodging (1)"),
    "months": _("Months of business in the period"),
}


def fact_title(name: str) -> str:
    """What a fact is called; its own name where a newer law brought it."""
    return str(FACTS.get(name, name))


def step_title(code: str) -> str:
    """What a step of the computation is called in the country's law; its code while a word is missing."""
    words = (pack().data("tax/steps") or {}).get(code) or {}
    language = (get_language() or "")[:2]
    return str(words.get(language) or words.get("en") or code)
