"""On which budget lines money is promised by contract."""

# GFSM 2014, table 6.1 (22, use of goods and services) and table 8.1 (31, nonfinancial assets). Wages (21), interest (24),
# subsidies (25), grants (26) and benefits (27) are owed by law or decision, never bought.
BOUGHT = ("22", "31")


def may_be_contracted(*, economic: str) -> bool:
    """Whether what this class (GFSM 2014) pays for is bought from a supplier."""
    return economic.startswith(BOUGHT)
