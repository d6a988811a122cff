"""Wire formats of mobile ID: plain Python."""
