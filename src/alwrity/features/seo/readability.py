"""Reading ease, 0 (hard) to 100 (easy), by formulas that agree with teachers about equally well.

English: the mean of Flesch's reading ease and McLaughlin's SMOG grade put on the same scale.
German: the mean of Amstad's form of Flesch's and Björnsson's LIX. Every other language: LIX, which
counts letters and needs no syllables.
"""

from math import sqrt

from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

_SMOG_EASE = ((4.0, 100.0), (7.0, 80.0), (10.0, 60.0), (13.0, 40.0), (16.0, 20.0), (19.0, 0.0))
_LIX_EASE = ((20.0, 100.0), (30.0, 80.0), (40.0, 60.0), (50.0, 40.0), (60.0, 20.0), (70.0, 0.0))
_LONG_WORD = 6
_LEAST_SENTENCES = 3
_NO_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my"})


def reading_ease(piece: Piece) -> float | None:
    """The reading ease of a piece; None where no formula applies."""
    words = piece.document.prose_words
    count = len(piece.sentences)
    if count < _LEAST_SENTENCES or piece.language in _NO_SPACES:
        return None
    mean = len(words) / count
    if piece.language == "en":
        flesch, smog = _english(piece, words, mean, count)
        return (_clamped(flesch) + piecewise(smog, _SMOG_EASE)) / 2
    lix = mean + 100 * sum(len(word) > _LONG_WORD for word in words) / len(words)
    ease = piecewise(lix, _LIX_EASE)
    if piece.language == "de":
        amstad = 180 - mean - 58.5 * _syllables(piece, words) / len(words)
        return (_clamped(amstad) + ease) / 2
    return ease


def _english(piece: Piece, words: list[str], mean: float, count: int) -> tuple[float, float]:
    syllables = piece.lexicon.syllables if piece.lexicon is not None else None
    counts = [syllables(word) for word in words] if syllables is not None else [1] * len(words)
    flesch = 206.835 - 1.015 * mean - 84.6 * sum(counts) / len(words)
    hard = sum(number >= 3 for number in counts)
    return flesch, 1.0430 * sqrt(hard * 30 / count) + 3.1291


def _syllables(piece: Piece, words: list[str]) -> int:
    syllables = piece.lexicon.syllables if piece.lexicon is not None else None
    return sum(map(syllables, words)) if syllables is not None else len(words)


def _clamped(ease: float) -> float:
    return min(100.0, max(0.0, ease))
