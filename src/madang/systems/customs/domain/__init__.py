"""The law and the rules of customs: plain Python."""
