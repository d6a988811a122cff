"""What numbers of charges and receipts look like in an address."""


class ChargeNumber:
    """Letters, digits and hyphens; whatever else stands there leads to no page and never to the database."""

    regex = r"[0-9A-Za-z-]{6,60}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value
