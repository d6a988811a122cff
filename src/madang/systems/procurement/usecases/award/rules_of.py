"""What the law of the day of its notice says of a tender, and what the notice itself fixed."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.utils import timezone

from madang.framework.law import pack, parameter, parameter_or_none
from madang.systems.procurement.domain.methods import Ground
from madang.systems.procurement.domain.ranking import Points, Rules
from madang.systems.procurement.domain.words import AwardBy
from madang.systems.procurement.models import Lot, Tender
from madang.systems.procurement.usecases.market.law import grounds

KEY = "procurement.award"


def day_of(*, tender: Tender) -> date:
    """The day whose law holds: that of the notice."""
    return timezone.localdate(tender.published_at or tender.made_at)


def ground_of(*, tender: Tender) -> Ground | None:
    """The ground that the notice names, as the law was then."""
    return grounds(on=day_of(tender=tender)).get(tender.ground)


def end_of_day(*, day: date) -> datetime:
    """The first instant after that day, where the country is."""
    return datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())


def criteria_of(*, tender: Tender) -> tuple[Points, ...]:
    """The published criteria."""
    rows = tender.criteria.order_by("pk").values_list("code", "points", "by_formula")
    return tuple(Points(code=code, most=most, by_formula=by_formula) for code, most, by_formula in rows)


def spread_percent(*, local: bool, on: date) -> Fraction:
    """Within how many percent of the base amount the preliminary prices lie."""
    return Fraction(parameter(f"{KEY}.lottery.{'local' if local else 'state'}_percent", on=on))


def pass_mark(*, tender: Tender) -> int:
    """How many of 100 points the qualification review asks for."""
    return int(parameter(f"{KEY}.pass_mark.{tender.kind}", on=day_of(tender=tender)))


def rules_of(*, lot: Lot) -> Rules:
    """By what rules the lot's bids are ranked."""
    tender, on = lot.tender, day_of(tender=lot.tender)
    by = AwardBy(tender.award_by)
    limited = by is AwardBy.LOWER_LIMIT
    return Rules(
        by=by,
        lower_limit=_lower_limit(lot, on) if limited else None,
        drop_from=int(parameter(f"{KEY}.panel.drop_from", on=on)),
        technical_minimum=_fraction("panel.technical_minimum", on),
        discount=_fraction("lifecycle.discount", on),
        years=int(parameter(f"{KEY}.lifecycle.years", on=on)),
        # A lower limit does the same work already.
        low_of_mean=None if limited else _fraction("abnormally_low.of_mean", on),
        low_of_estimate=None if limited else _fraction("abnormally_low.of_estimate", on),
    )


def _fraction(name: str, on: date) -> Fraction:
    return Fraction(parameter(f"{KEY}.{name}", on=on))


def _lower_limit(lot: Lot, on: date) -> Fraction | None:
    rows = parameter_or_none(f"{KEY}.lower_limit.{lot.tender.kind}", on=on)
    if rows is None:
        return None
    # The table counts in whole units of the currency, as its law does.
    unit = 10 ** pack().currency_digits
    row = next(row for row in rows if "below" not in row or lot.estimated < row["below"] * unit)
    return Fraction(row["percent"])
