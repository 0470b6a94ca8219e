"""Findings and scores that explain themselves."""
