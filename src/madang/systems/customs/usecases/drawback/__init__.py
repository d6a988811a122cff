"""Duty of raw materials given back for exports made of them."""
