"""Kazakhstan's numbers of businesses."""
