"""The law and the rules of mobile ID: plain Python."""
