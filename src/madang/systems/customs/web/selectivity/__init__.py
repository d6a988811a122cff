"""Pages: risk rules, the random sample, the score, lanes."""
