"""A program: makes the indexes anew under a new index key and tells each batch, so that a test can kill it."""

import sys

import django

django.setup()

from django.conf import settings

from madang.framework.protect import reindexing
from madang.systems.population.tests.test_index_key import ROTATING

settings.MADANG_FIELD_KEYS = ROTATING
reindexing.BATCH = 20


def told(count: int) -> None:
    """One line a batch, after its commit."""
    sys.stdout.write(f"{count}\n")
    sys.stdout.flush()


for column in reindexing.indexed_columns():
    reindexing.reindex_column(column=column, progress=told)
