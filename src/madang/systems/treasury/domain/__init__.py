"""The law and the rules of treasury: plain Python."""
