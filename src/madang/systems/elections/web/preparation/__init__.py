"""Pages: an election and its calendar, the roll, credentials, trustees."""
