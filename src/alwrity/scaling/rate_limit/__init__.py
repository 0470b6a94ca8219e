"""Limits such as 10/minute over a store."""
