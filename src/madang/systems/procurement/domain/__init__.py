"""The law and the rules of procurement. Plain Python."""
