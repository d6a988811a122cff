"""Parcels: personal codes, couriers' lists, who decides on a parcel."""
