"""Prices, evaluation and awards."""
