"""Pages of guarantees and procedures."""
