"""Wire formats of elections, in and out: plain Python."""
