"""Pages of digital identity."""
