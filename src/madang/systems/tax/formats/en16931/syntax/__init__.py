"""What each syntax must not say beyond EN 16931: facts, one file a syntax; rules_syntax.py makes rules of them."""
