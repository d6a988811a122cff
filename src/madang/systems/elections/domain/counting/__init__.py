"""How votes become a result: pure functions over candidates' positions (0, 1, …), one method a file.

A tie is never broken by chance inside a function: each takes `precedence`, all candidates in the order in which they prevail
in a tie. `ties.py` makes that order from a published seed: a lot that everybody can draw again.
"""
