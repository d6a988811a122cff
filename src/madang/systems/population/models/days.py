"""Half-open spans of days in the database."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class Days(Func):
    """`daterange(from, until)`: the first day in, the last one out; without an end it runs on."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or ("from_on", "until_on")), **extra)
