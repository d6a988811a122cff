"""Guarantees, and procedures under which duties wait."""
