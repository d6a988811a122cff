"""Faults of a catalogue file in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.values import Fault

# A page with more faults helps nobody.
MOST = 200
WORDS = {
    "missing": gettext_noop("is missing"),
    "too_long": gettext_noop("is too long"),
    "unprintable": gettext_noop("holds a sign that cannot be printed"),
    "twice": gettext_noop("stands twice in the file"),
    "unspsc": gettext_noop("is no UNSPSC code of eight digits"),
    "not_unspsc": gettext_noop("is classified by another list than UNSPSC"),
    "unit": gettext_noop("is no unit of UN/ECE Recommendation 20 that the mall counts in"),
    "other_unit": gettext_noop("counts its limits in another unit than it is sold in"),
    "price": gettext_noop("is no price in the country's currency"),
    "currency": gettext_noop("has a price in another currency"),
    "quantity": gettext_noop("is no quantity above zero with at most three decimals"),
    "below_minimum": gettext_noop("is less than the minimum"),
    "days": gettext_noop("is no number of days from 1 to 365"),
    "lead_time": gettext_noop("tells its delivery time in something else than days"),
    "too_many": gettext_noop("is one too many: a file holds at most 5,000 items"),
    "empty": gettext_noop("holds no item"),
    "header": gettext_noop("has another header than the fields of a catalogue"),
    "cells": gettext_noop("has more or fewer cells than the header"),
    "cell_too_long": gettext_noop("has a cell of more than 1,000 signs"),
    "not_csv": gettext_noop("is not CSV: a quotation mark is open or out of place"),
    "not_text": gettext_noop("is not text"),
    "not_utf8": gettext_noop("is not UTF-8"),
    "too_large": gettext_noop("is larger than 5 MB"),
    "not_ubl_catalogue": gettext_noop("is not a Catalogue of UBL 2"),
    "no_day": gettext_noop("is no day"),
}


# What `safe_xml` says; the XML library's own words stay as they are, after our part of the sentence.
SAID = frozenset(
    {
        gettext_noop("larger than 5 MB"),
        gettext_noop("it declares a document type, which is never read here"),
        gettext_noop("it declares entities"),
        gettext_noop("the character set is not UTF-8"),
        gettext_noop("this is not UTF-8"),
        gettext_noop("not readable"),
        gettext_noop("not well-formed XML"),
    }
)


def faults_of(*, found: Iterable[tuple[str, str]]) -> tuple[Fault, ...]:
    """(place, code or sentence) in words; the place in the file stands before."""
    every = list(found)
    named = [
        Fault("file", f"{place}: {_in_words(code)}", code if code in WORDS else "xml") for place, code in every[:MOST]
    ]
    if len(every) > MOST:
        named.append(Fault("file", _("There are {count} more faults.").format(count=len(every) - MOST), "more"))
    return tuple(named)


def _in_words(code: str) -> str:
    if code in WORDS:
        return _(WORDS[code])
    head, colon, detail = code.partition(": ")
    return f"{_(head)}{colon}{detail}" if head in SAID else code
