"""A database of its own for a figure, beside the one in use."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """The URL of an empty scratch database beside the one in use."""
    import psycopg
    from psycopg import sql

    name = f"madang_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def own_url() -> str:
    """The database in use, as a URL."""
    from django.db import connection

    held = connection.settings_dict
    user, host = quote(str(held["USER"])), str(held["HOST"])
    password = f":{quote(str(held['PASSWORD']))}" if held["PASSWORD"] else ""
    if host.startswith("/"):
        return f"postgresql://{user}{password}@/{held['NAME']}?host={quote(host, safe='')}&port={held['PORT']}"
    return f"postgresql://{user}{password}@{host}:{held['PORT']}/{held['NAME']}"
