"""The rules of the treasury: limits of a budget line, and what each event posts. Plain Python."""
