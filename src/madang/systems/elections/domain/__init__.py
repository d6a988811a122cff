"""The law and the rules of elections: plain Python."""
