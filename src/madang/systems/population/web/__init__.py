"""Pages of the resident register."""
