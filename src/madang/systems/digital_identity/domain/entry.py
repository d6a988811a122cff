"""What a sound entry is."""

LONGEST_TITLE = 200


def is_sound_title(*, title: str) -> bool:
    """Whether a title says something, in at most LONGEST_TITLE characters."""
    return 0 < len(title.strip()) <= LONGEST_TITLE
