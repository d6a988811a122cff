"""`manage.py rotate_field_keys`: seal every field anew with the current key."""

from typing import Any

from django.core.management.base import BaseCommand

from madang.framework.protect.rotation import rotate_column, sealed_columns


class Command(BaseCommand):
    """Put the new key into MADANG_FIELD_KEYS beside the old one, make it current, restart, then run this."""

    help = "Seal every encrypted field anew with the current key; afterwards older keys can leave the ring."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a column."""
        for column in sealed_columns():
            count = rotate_column(column=column)
            self.stdout.write(f"{column.table}.{column.column}: {count}")
