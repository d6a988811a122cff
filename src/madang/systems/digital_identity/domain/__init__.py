"""The law and the rules of digital identity: plain Python."""
