"""Serbia's numbers of businesses."""
