"""REST endpoints of the resident register."""
