"""Endpoints of tax."""
