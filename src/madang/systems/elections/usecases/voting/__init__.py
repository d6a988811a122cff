"""Ballots on the board, votes cast again, the polling station."""
