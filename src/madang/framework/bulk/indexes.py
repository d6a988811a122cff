"""Loading without indexes: for a large first load, building them at its end is many times quicker."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from psycopg import sql

from madang.framework.bulk.copying import name_of

# Indexes that no constraint owns, and constraints other than checks (which cost little) and primary keys, foreign keys first:
# they must go before the unique constraint they point to and come back after it.
_FIND = """
SELECT 'constraint', c.conname, pg_get_constraintdef(c.oid), c.conrelid::regclass::text, (c.contype = 'f')::int
  FROM pg_constraint c WHERE c.conrelid = ANY(%(tables)s::regclass[]) AND c.contype IN ('f', 'u', 'x')
UNION ALL
SELECT 'index', i.relname, pg_get_indexdef(x.indexrelid), x.indrelid::regclass::text, 0
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
 WHERE x.indrelid = ANY(%(tables)s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u', 'x'))
"""


@dataclass(frozen=True, slots=True)
class _Structure:
    kind: str
    name: str
    definition: str
    table: str
    foreign: int

    def drop(self) -> sql.Composable:
        if self.kind == "index":
            return sql.SQL("DROP INDEX {}").format(sql.Identifier(self.name))
        return sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(self.table), sql.Identifier(self.name))

    def make(self) -> sql.Composable:
        if self.kind == "index":
            return sql.SQL(self.definition)
        return sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
            sql.SQL(self.table),
            sql.Identifier(self.name),
            sql.SQL(self.definition),
        )


@contextmanager
def without_indexes(*, tables: Sequence[type[models.Model] | str], using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """In one transaction: drops the tables' indexes, unique, exclusion and foreign-key constraints, lets the block
    load, and makes them again, which checks every row. The tables are locked for everyone else meanwhile. A failure
    undoes all of it."""
    names = [name_of(table=table) for table in tables]
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_FIND, {"tables": names})
        found = [_Structure(*row) for row in cursor.fetchall()]
        for structure in sorted(found, key=lambda one: -one.foreign):
            cursor.execute(structure.drop())
        yield
        # Deferred foreign keys of the block would stop ALTER TABLE with "pending trigger events".
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for structure in sorted(found, key=lambda one: one.foreign):
            cursor.execute(structure.make())
