"""Goods that leave: loading confirmed, longer terms, exports that are late."""
