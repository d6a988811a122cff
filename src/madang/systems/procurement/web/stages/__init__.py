"""Pages of two-stage tenders."""
