"""The rules of civil services: the catalogue, search, forms, fees, benefits and life events. Plain Python."""
