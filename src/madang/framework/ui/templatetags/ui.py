"""Tags and filters of every page: captured blocks, forms, and values as the country writes them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from madang.framework.ui import forms, written
from madang.framework.values import Money

register = template.Library()


class _Capture(template.Node):
    """Renders its body once and keeps it under a name."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> _Capture:
    """`{% capture "name" %}…{% endcapture %}`: the rendered body becomes the variable `name`."""
    _tag, name = token.split_contents()
    body = parser.parse(("endcapture",))
    parser.delete_first_token()
    return _Capture(name.strip("\"'"), body)


@register.simple_tag
def form_fields(form: Any) -> str:
    """The error summary and every field of a Django form, as components."""
    values = {"rows": forms.rows(form=form), "faults": forms.faults(form=form)}
    return get_template("ui/form.html").render(values)


@register.simple_tag
def field(bound: Any) -> str:
    """One bound field as a component."""
    return get_template("ui/form_row.html").render({"row": forms.row(bound=bound)})


@register.simple_tag
def error_summary(form: Any) -> str:
    """Every fault of a form on top of the page, each a link to its field."""
    return get_template("ui/form_errors.html").render({"faults": forms.faults(form=form)})


@register.filter
def money(value: Money | None) -> str:
    """An amount with its currency."""
    return "" if value is None else written.money(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in words of the reader's language."""
    return "" if value is None else written.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in the country's time zone."""
    return "" if value is None else written.moment(value)


@register.filter
def number(value: int | float | None) -> str:
    """A number with the reader's separators."""
    return "" if value is None else written.number(value)


@register.simple_tag(takes_context=True)
def keep(context: Context, **changes: Any) -> str:
    """This page's query with some values changed; an empty value removes the name."""
    query = context["request"].GET.copy()
    for name in ("lang", "contrast"):
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def plain(value: float) -> str:
    """A number as SVG reads it, whatever the language's decimal sign."""
    return f"{value:g}"
