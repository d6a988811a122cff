"""Contracts from signature to payment."""
