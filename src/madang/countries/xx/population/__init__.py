"""Law of the resident register."""
