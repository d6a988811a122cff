"""Whether this deployment is a demonstration."""

from django.conf import settings


def demo_is_on() -> bool:
    """Whether the demo's invented accounts work here. Production settings never are a demo, whatever else they say."""
    return bool(getattr(settings, "MADANG_DEMO", False)) and not bool(getattr(settings, "MADANG_PRODUCTION", False))
