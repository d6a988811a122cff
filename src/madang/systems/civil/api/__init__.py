"""REST endpoints of civil services."""
