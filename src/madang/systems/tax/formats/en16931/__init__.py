"""The business rules of EN 16931-1 over UBL 2.1 and CII D16B: terms read from a file, rules, code lists, a verdict."""
