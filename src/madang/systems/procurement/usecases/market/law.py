"""What the law of the active country says of the market on a day."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q

from madang.framework.law import add_working_days, next_working_day, pack, parameter, parameter_or_none, parameters
from madang.framework.law.parameters import find
from madang.systems.procurement.domain.deadlines import Counted, NoticeLaw
from madang.systems.procurement.domain.methods import Ground, ground_of
from madang.systems.procurement.domain.outages import OutageLaw
from madang.systems.procurement.models import ProductClass

GROUNDS, URGENCIES = "procurement.grounds.", "procurement.urgencies."


def notice_law(*, on: date) -> NoticeLaw:
    """The periods of notices."""
    return parameters(NoticeLaw, key="procurement.notice", on=on)


def outage_law(*, on: date) -> OutageLaw:
    """What follows when the service was down before a closing."""
    return parameters(OutageLaw, key="procurement.market.outage", on=on)


def ocid_of(*, number: str, on: date) -> str:
    """The identifier of the whole contracting process (OCDS 1.1.5): the publisher's prefix and our number."""
    return f"{parameter('procurement.market.ocid_prefix', on=on)}-{number}"


def counted_by(*, law: NoticeLaw) -> Counted:
    """How this country counts the days of a notice."""
    return _working_days if law.in_working_days else _calendar_days


def working(start: date, days: int) -> date:
    """`days` working days after the first working day on or after `start`."""
    return add_working_days(start=next_working_day(start), days=days)


def grounds(*, on: date) -> dict[str, Ground]:
    """The grounds in force for methods, by code, in the pack's order."""
    scale = 10 ** pack().currency_digits
    found = {}
    for key in _keys(GROUNDS):
        row = parameter_or_none(key, on=on)
        if row is not None:
            code = key.removeprefix(GROUNDS)
            found[code] = ground_of(code=code, cite=find(key).on(on).cite, row=row, scale=scale)
    return found


def urgencies(*, on: date) -> dict[str, Mapping[str, str]]:
    """The grounds in force for a shorter notice: code and titles."""
    found = {key.removeprefix(URGENCIES): parameter_or_none(key, on=on) for key in _keys(URGENCIES)}
    return {code: titles for code, titles in found.items() if titles is not None}


def classes() -> Mapping[str, Mapping[str, str]]:
    """The classes of UNSPSC that the country's market offers to choose from, code and titles: the pack's excerpt and, where the
    published list was imported, all classes of the families in which suppliers register.
    """
    listed: Mapping[str, Mapping[str, str]] = pack().data("procurement/classes") or {}
    families = tuple(pack().data("procurement/families") or ())
    of_families = Q(*(Q(code__startswith=one) for one in families), _connector=Q.OR) if families else Q(pk="")
    found = ProductClass.objects.filter(of_families, code__endswith="00").order_by("code")
    return dict(found.values_list("code", "titles")) | dict(listed)


def class_titles(*, code: str) -> Mapping[str, str]:
    """The titles of a code, or those of the nearest wider one that is known; none where nothing is."""
    listed: Mapping[str, Mapping[str, str]] = pack().data("procurement/classes") or {}
    wider = (code, f"{code[:6]}00", f"{code[:4]}0000", f"{code[:2]}000000")
    imported = {} if code in listed else dict(ProductClass.objects.filter(code__in=wider).values_list("code", "titles"))
    return next((listed.get(one) or imported[one] for one in wider if one in listed or one in imported), {})


def _keys(prefix: str) -> list[str]:
    return [key for key in pack().parameters if key.startswith(prefix)]


def _working_days(start: date, days: int) -> date:
    return add_working_days(start=start, days=days)


def _calendar_days(start: date, days: int) -> date:
    return start + timedelta(days=days)
