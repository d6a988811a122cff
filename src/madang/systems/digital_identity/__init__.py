"""Digital identity."""
