"""How a customs value is found, stated, doubted and decided."""
