"""Pages of sealed bids."""
