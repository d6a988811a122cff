"""Wire formats of elections."""
