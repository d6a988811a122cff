"""Pages: trade statistics for everybody."""
