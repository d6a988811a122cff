"""Goods that leave: their bills, what is loaded, exports that are late, releases that are cancelled."""
