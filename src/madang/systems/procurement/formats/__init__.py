"""Wire formats of procurement. Plain Python."""
