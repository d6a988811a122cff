"""`manage.py rotate_index_key`: make every blind index anew with the current index key."""

from typing import Any

from django.core.management.base import BaseCommand

from madang.framework.protect.reindexing import indexed_columns, reindex_column


class Command(BaseCommand):
    """In MADANG_FIELD_KEYS put the old index key as `former_index` and a new one as `index`, restart every process, run this.

    A run that was broken off goes on where it was. When a second run changes nothing, take `former_index` out.
    """

    help = "Make every blind index anew with the current index key; afterwards the former one can leave the ring."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a column."""
        for column in indexed_columns():
            count = reindex_column(column=column)
            self.stdout.write(f"{column.table}.{column.index}: {count}")
