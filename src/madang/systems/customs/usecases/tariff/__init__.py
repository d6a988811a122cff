"""The tariff and its history, what would I pay, valuation, origin."""
