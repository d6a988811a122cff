"""Pages of the business register."""
