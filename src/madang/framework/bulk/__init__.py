"""Bulk work: COPY in and out, and imports that survive a restart and tell of every row they refuse.

copy_in(table=Person, columns=[...], rows=rows)         rows of Python values
copy_frame(table=Person, frame=frame)                   a polars table, column by column
for part in copy_out(query="SELECT ..."): ...           CSV bytes as PostgreSQL makes them
ids = reserve_ids(table=Person, count=20_000)           keys to link tables before they are written
with without_indexes(tables=[Person]): ...              a large first load, indexes built at its end
register(ImportKind(...)); start_import(...); run_import(...)
"""
