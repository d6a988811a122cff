"""Words of the tariff's pages."""
