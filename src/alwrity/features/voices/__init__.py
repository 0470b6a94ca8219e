"""How a workspace writes: voices that briefs can name."""
