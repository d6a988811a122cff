"""Pages: the personal code, one's parcels, couriers' lists, parcels that wait for a look."""
