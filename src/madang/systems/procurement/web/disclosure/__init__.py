"""Pages of open contracting."""
