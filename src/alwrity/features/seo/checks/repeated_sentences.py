"""Nothing is said twice in the same words."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

# "Try it." may well stand twice.
_LEAST_WORDS = 5


def _measure(piece: Piece) -> Outcome:
    if len(piece.sentences) < 2:
        return not_applicable("Needs two sentences.")
    seen: set[tuple[str, ...]] = set()
    marks: list[Mark] = []
    for sentence in piece.sentences:
        if sentence.length < _LEAST_WORDS:
            continue
        said = tuple(piece.words_of(sentence))
        if said in seen:
            marks.append(Mark(sentence.start, sentence.end, "The same sentence again"))
        seen.add(said)
    share = len(marks) / len(piece.sentences)
    score = piecewise(share, ((0.0, 9.0), (0.02, 6.0), (0.1, 1.0)))
    advice = "Take repeated sentences out." if marks else "No sentence stands twice."
    return Outcome(score, advice, round(share, 3), tuple(marks))


CHECK = Check("repeated-sentences", Group.CLARITY, "none", _measure)
