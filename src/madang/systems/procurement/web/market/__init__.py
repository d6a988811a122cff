"""Pages of plans, tenders and their notices."""
