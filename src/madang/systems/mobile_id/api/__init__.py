"""Endpoints of wallets and verifiers."""
