"""The law of acting for another, as far as registers and courts say it: plain Python."""
