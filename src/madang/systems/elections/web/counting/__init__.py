"""Pages: closing, the tally ceremony, results, the archive."""
