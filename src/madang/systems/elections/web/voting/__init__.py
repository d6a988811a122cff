"""Pages: ballots on the board, votes cast again, the polling station."""
