"""Other ways to prove who one is that systems add to the pages of signing in and of confirming: a mobile ID."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInMeans:
    """One way; texts are translated lazily, `url` names the page that begins it, `level` is the most that it reaches."""

    title: object
    says: object
    action: object
    url: str
    level: int


_means: dict[str, SignInMeans] = {}


def add_sign_in_means(means: SignInMeans) -> None:
    """Show it; the same page again replaces the first."""
    _means[means.url] = means


def sign_in_means() -> tuple[SignInMeans, ...]:
    """All of them, by page."""
    return tuple(_means[url] for url in sorted(_means))
