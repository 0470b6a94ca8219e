"""Widths of characters in a plain sans-serif type of 20 pixels, as results pages set titles.

Grouped by eye and rounded to the half pixel: the question is whether a title is cut off, and the
answer does not turn on a tenth of a pixel.
"""

_BY_WIDTH = {
    4.5: "ijl'|",
    5.0: "I.,:;! ftJ/\\[]·",
    6.5: 'r()-"`{}',
    8.0: "°*^",
    10.0: "cksvxyzJ",
    11.0: "abdeghnopquL0123456789?_$#«»",
    12.0: "FTZ+=<>~",
    13.5: "ABEKPSVXY&",
    14.5: "CDHNRUw",
    15.5: "GOQ",
    16.5: "mM",
    18.0: "%",
    19.0: "W—",
    20.5: "@…",
}
_WIDTHS = {char: pixels for pixels, chars in _BY_WIDTH.items() for char in chars}
_NARROW = 11.0
_WIDE = 20.0


def width(text: str) -> float:
    """Approximate width of a title in pixels."""
    return sum(_width_of(char) for char in text)


def _width_of(char: str) -> float:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    # Han, kana, Hangul, emoji and full-width forms fill a square.
    return _WIDE if "\u1100" <= char <= "\u11ff" or char >= "\u2e80" else _NARROW
