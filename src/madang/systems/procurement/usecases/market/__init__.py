"""Plans, tenders and their notices."""
