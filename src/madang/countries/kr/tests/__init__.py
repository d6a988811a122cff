"""Korea's law against independent facts."""
