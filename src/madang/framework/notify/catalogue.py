"""The message templates by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils import translation

from madang.framework.law.active import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Money


class NoSuchTemplate(LookupError):
    """Nobody declared a message of this name."""


@dataclass(frozen=True, slots=True)
class Template:
    """A message: translated (lazy) subject and body with `{names}` of its values. `by_sms`: worth an SMS."""

    name: str
    subject: object
    body: object
    by_sms: bool = False


_templates: dict[str, Template] = {}


def register(*templates: Template) -> None:
    """Declare messages; the same name again replaces the first."""
    _templates.update({template.name: template for template in templates})


def find(name: str) -> Template:
    """The template of this name. Raises NoSuchTemplate."""
    try:
        return _templates[name]
    except KeyError:
        raise NoSuchTemplate(f"No message '{name}' is declared; known: {', '.join(sorted(_templates))}") from None


def written_in(*, template: Template, language: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body in `language`; dates, instants, amounts and translated values are written as it does."""
    with translation.override(language):
        said = {name: _said(value) for name, value in values.items()}
        titles = values.get("titles")
        if isinstance(titles, Mapping) and titles.get(language):
            said["title"] = str(titles[language])
        return str(template.subject).format(**said), str(template.body).format(**said)


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(ZoneInfo(pack().time_zone)), format="medium", locale=_locale())
    if isinstance(value, date):
        return format_date(value, format="long", locale=_locale())
    if isinstance(value, Money):
        return written(value)
    return str(value)


def _locale() -> str:
    return (translation.get_language() or "en").split("-")[0]
