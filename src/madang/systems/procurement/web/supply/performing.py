"""A supplier's record in words."""

from django.utils.translation import gettext as _

from madang.framework.ui import written
from madang.systems.procurement.domain.performance import Performance


def record_facts(record: Performance) -> list[tuple[str, object]]:
    """Label and value; nothing where there is no contract yet."""
    if not record.due:
        return []
    rate = record.percent_on_time
    return [
        (_("Deliveries of contracts and orders"), written.number(record.due)),
        (_("Delivered"), written.number(record.delivered)),
        (_("On time"), "–" if rate is None else _("{percent} %").format(percent=rate)),
        (_("Days late in all"), written.number(record.late_days)),
        (_("Late and still out"), written.number(record.out_late)),
    ]
