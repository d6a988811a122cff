"""Wire formats of customs, in and out: plain Python."""
