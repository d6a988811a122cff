"""Trade statistics: counted from released declarations, published a month at a time."""
