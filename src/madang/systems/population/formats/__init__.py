"""Wire formats of the register: plain Python."""
