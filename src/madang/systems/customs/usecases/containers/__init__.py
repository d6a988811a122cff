"""Containers by themselves: what happens to empty ones, and the one place where the way of any is written."""
