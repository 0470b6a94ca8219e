"""Sentences are tied to each other."""

from collections.abc import Sequence

from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.lexicon.lexicon import Lexicon
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _has_transition(words: Sequence[str], lexicon: Lexicon) -> bool:
    for place, word in enumerate(words):
        for phrase in lexicon.transitions.get(word, ()):
            if len(phrase) == 1 or tuple(words[place : place + len(phrase)]) == phrase:
                return True
    return False


def _measure(piece: Piece) -> Outcome:
    lexicon = piece.lexicon
    if lexicon is None or not lexicon.transitions or len(piece.sentences) < 5:
        return not_applicable("Needs five sentences in English or German.")
    tied = sum(_has_transition(piece.words_of(s), lexicon) for s in piece.sentences)
    share = tied / len(piece.sentences)
    score = piecewise(share, ((0.1, 3.0), (0.2, 6.0), (0.3, 9.0)))
    advice = (
        "The sentences are tied to each other."
        if score >= 9
        else "Tie more sentences to the one before, by words like “but”, “so” or “for example”."
    )
    return Outcome(score, advice, round(share, 3))


CHECK = Check("transitions", Group.CLARITY, "30 % of the sentences", _measure)
