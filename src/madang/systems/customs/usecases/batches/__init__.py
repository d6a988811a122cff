"""Files and interchanges of many declarations."""
