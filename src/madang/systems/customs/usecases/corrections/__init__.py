"""Declarations corrected after release, by their declarants and by customs."""
