"""Few sentences are long; cut the longest if it comes easily."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, Severity, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

# Pointed at one by one: a sentence just above the limit is a matter of the share alone.
_MUCH_LONGER = 1.5


def _measure(piece: Piece) -> Outcome:
    sentences = piece.sentences
    if piece.lexicon is None or not sentences:
        return not_applicable("Needs a sentence in a language whose limit is known.")
    limit = piece.lexicon.long_sentence
    share = sum(s.length > limit for s in sentences) / len(sentences)
    score = piecewise(share, ((0.25, 9.0), (0.3, 6.0), (0.35, 3.0)))
    marked = limit * _MUCH_LONGER if score >= 9 else limit
    severity = Severity.LOW if score >= 9 else None
    marks = tuple(
        Mark(s.start, s.end, f"Sentence of {s.length} words", severity)
        for s in sentences
        if s.length > marked
    )
    advice = (
        "Few sentences are long; cut the longest if it comes easily."
        if score >= 9
        else f"Cut some of the sentences above {limit} words in two."
    )
    return Outcome(score, advice, round(share, 3), marks)


CHECK = Check(
    "long-sentences", Group.CLARITY, "25 % above 20 words (25 in Romance languages)", _measure
)
