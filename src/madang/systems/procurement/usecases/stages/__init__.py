"""Two-stage tenders: technical bids first, then the prices of the fit."""
