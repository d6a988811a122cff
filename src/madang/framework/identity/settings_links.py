"""What other rooms add to the settings page: a title, a sentence, and the way to a page of theirs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsLink:
    """One section of the settings page; texts are translated lazily, `url` is the name of a page."""

    title: object
    says: object
    action: object
    url: str


_links: dict[str, SettingsLink] = {}


def add_settings_link(link: SettingsLink) -> None:
    """Show it on the settings page; the same page again replaces the first."""
    _links[link.url] = link


def settings_links() -> tuple[SettingsLink, ...]:
    """All of them, by page."""
    return tuple(_links[url] for url in sorted(_links))
