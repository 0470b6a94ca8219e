"""The language models that are connected, and whether they answer."""
