"""Measures the pages: by size, and in a real browser on a library with a past."""
