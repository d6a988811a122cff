"""Packs of law, one a country. A pack sees the framework and the `domain` of systems, never another pack."""
