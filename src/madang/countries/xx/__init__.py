"""Hanbit, a country that does not exist: it proves that nothing in Madang silently means Korea."""
