"""The law and the rules of signatures: plain Python."""
