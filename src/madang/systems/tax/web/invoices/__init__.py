"""Pages: Electronic tax invoices: issue, amend, cancel, transmit, receive, match."""
