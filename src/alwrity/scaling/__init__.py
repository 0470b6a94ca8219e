"""Primitives of scaling inside one process; takes arguments, never settings, knows no product."""
