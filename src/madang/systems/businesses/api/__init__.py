"""REST endpoints of the business register."""
