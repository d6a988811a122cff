"""Risk rules, the random sample, the score, lanes."""
