"""How easy a text should be for those who read it."""

from alwrity.features.seo.lexicon.lexicon import word_set
from alwrity.features.seo.scale import piecewise
from alwrity.text import words

Band = tuple[float, float]

_ANYBODY: Band = (45.0, 80.0)
_EXPERTS: Band = (25.0, 65.0)
_BEGINNERS: Band = (60.0, 95.0)

_EXPERT_WORDS = word_set("""
academic academics analysts architects developer developers doctors engineer engineers expert
experts lawyers physicians professional professionals programmers researcher researchers scientist
scientists specialist specialists technical entwickler fachleute fachpublikum ingenieure experten
forscher wissenschaftler ärzte
""")
_BEGINNER_WORDS = word_set("""
beginner beginners child children kids newcomers novice novices public pupils students teenagers
everyone everybody laypeople general anfänger einsteiger kinder laien schüler jugendliche
""")


def band_of(audience: str) -> Band:
    """The reading ease (0 hard, 100 easy) that suits an audience, described in free words."""
    said = {word.lower() for word in words(audience)}
    if said & _BEGINNER_WORDS:
        return _BEGINNERS
    return _EXPERTS if said & _EXPERT_WORDS else _ANYBODY


def fit(ease: float, band: Band) -> float:
    """0-100: how well a reading ease suits a band; too easy is the lesser fault."""
    low, high = band
    return piecewise(ease, ((low - 45, 0.0), (low, 100.0), (high, 100.0), (high + 50, 50.0)))
