"""Reports of institutions, prefilled returns, filing and correcting."""
