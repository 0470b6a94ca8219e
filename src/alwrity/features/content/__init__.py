"""Pieces: their text, their revisions, how they come in and go out."""
