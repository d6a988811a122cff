"""The Republic of Korea: the reference pack."""
