"""What a case number looks like in an address."""


class CaseNumber:
    """Letters, digits and hyphens; whatever else stands there leads to no page and never to the database."""

    regex = r"[0-9A-Za-z-]{6,60}"

    def to_python(self, value: str) -> str:
        """As it is stored: the serial's check symbol is a capital."""
        head, _hyphen, tail = value.rpartition("-")
        return f"{head}-{tail.upper()}" if head else value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value
