"""Pages: claim a drawback, follow it."""
