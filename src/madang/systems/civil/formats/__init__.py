"""Wire formats of civil services."""
