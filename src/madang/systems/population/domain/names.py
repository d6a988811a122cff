"""Names put together and taken apart as the country writes them."""

from collections.abc import Iterable


def full_name(*, family: str, given: str, family_first: bool) -> str:
    """`김` and `하나` make `김하나`; `Solen` and `Hana` make `Hana Solen` where the given name stands first."""
    return f"{family}{given}" if family_first else f"{given} {family}".strip()


def split_name(*, name: str, families: Iterable[str], family_first: bool) -> tuple[str, str]:
    """Family and given name. With the family name first, the longest known one that begins the name, else its first
    letter; otherwise the last word is the family name."""
    if not family_first:
        given, _, family = name.rpartition(" ")
        return family, given
    known = sorted((one for one in families if name.startswith(one) and len(one) < len(name)), key=len)
    family = known[-1] if known else name[:1]
    return family, name[len(family) :]
