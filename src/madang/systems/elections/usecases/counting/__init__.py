"""Closing, the tally ceremony, results, the archive."""
