"""DATABASE_URL, read."""

from urllib.parse import parse_qsl, unquote, urlsplit


def database_from_url(url: str) -> dict[str, object]:
    """Django's settings for the PostgreSQL that `url` names (`postgresql://user:password@host:port/name?option=value`)."""
    parts = urlsplit(url or "postgresql://madang@127.0.0.1:54320/madang")
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL names a PostgreSQL: postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
