"""What the system itself says in public, which stays as it was written."""

from django.utils.functional import Promise
from django.utils.translation import override

from madang.framework.law import pack


def in_first_language(*, words: Promise) -> str:
    """The words in the country's first language."""
    with override(pack().languages[0]):
        return str(words)
