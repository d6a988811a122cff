"""Wire formats of procurement."""
