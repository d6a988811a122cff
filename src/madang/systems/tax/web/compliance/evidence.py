"""The rows that a finding rests on, and a circle as a drawing."""

from math import cos, pi, sin
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.tax.models import RiskFinding
from madang.systems.tax.web.compliance.words import names_of

SIZE, RADIUS, DOT = 320, 100, 8


def evidence_rows(finding: RiskFinding) -> list[dict[str, Any]]:
    """Each row with names and written amounts."""
    names = names_of({row[side] for row in finding.evidence for side in ("seller", "buyer")})
    return [
        {
            "number": row.get("number", ""),
            "seller": names[row["seller"]],
            "buyer": names[row["buyer"]],
            "issued_on": row.get("issued_on", ""),
            "minor": _money(row["minor"]),
            "other": _money(row.get("other_minor")),
        }
        for row in finding.evidence
    ]


def _money(minor: int | None) -> str:
    return "" if minor is None else written.money(Money(minor, pack().currency))


def ring(finding: RiskFinding) -> SafeString:
    """Who sold to whom, as arrows between names on a circle; the table below says the same."""
    members = list(dict.fromkeys(row["seller"] for row in finding.evidence))
    places = {
        one: (SIZE * 0.75 + RADIUS * cos(2 * pi * k / len(members)), SIZE / 2 + RADIUS * sin(2 * pi * k / len(members)))
        for k, one in enumerate(members)
    }
    names = names_of(set(members))
    arrows = [_arrow(places[row["seller"]], places[row["buyer"]]) for row in finding.evidence if row["buyer"] in places]
    dots = [(f"{x:.0f}", f"{y:.0f}", DOT, *_beside(x, y), names[one]) for one, (x, y) in places.items()]
    return format_html(
        '<svg class="m-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>{}{}</svg>',
        SIZE * 3 // 2,
        SIZE,
        _("Who sold to whom; the table below says the same."),
        format_html_join(
            "",
            '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="currentColor" stroke-width="1.5" marker-end="url(#tip)"/>',
            arrows,
        ),
        format_html_join(
            "",
            '<circle cx="{}" cy="{}" r="{}" fill="currentColor"/><text x="{}" y="{}" text-anchor="{}" font-size="14">{}</text>',
            dots,
        ),
    )


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> tuple[str, ...]:
    """From dot to dot, not into them."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = max(1.0, (across**2 + down**2) ** 0.5)
    gap_x, gap_y = across / length * (DOT + 4), down / length * (DOT + 4)
    ends = (start[0] + gap_x, start[1] + gap_y, end[0] - gap_x, end[1] - gap_y)
    return tuple(f"{one:.0f}" for one in ends)


def _beside(x: float, y: float) -> tuple[str, str, str]:
    """Where the name stands: outside the circle."""
    if abs(x - SIZE * 0.75) < RADIUS / 2:
        return f"{x:.0f}", f"{y + (28 if y > SIZE / 2 else -18):.0f}", "middle"
    right = x > SIZE * 0.75
    return f"{x + (16 if right else -16):.0f}", f"{y + 5:.0f}", "start" if right else "end"
