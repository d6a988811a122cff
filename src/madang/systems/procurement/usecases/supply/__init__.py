"""Suppliers and what is known of them."""
