"""The keyphrase is neither missing nor stuffed in."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, Severity, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

# Beyond 3 % search engines take it for spam, hence the scores below zero.
_SCALE = ((0.4, 4.0), (0.5, 9.0), (3.0, 9.0), (3.2, -10.0), (4.0, -10.0), (4.2, -50.0))


def _measure(piece: Piece) -> Outcome:
    if piece.keyphrase is None or piece.word_count < 100:
        return not_applicable("Needs a keyphrase and a text of 100 words.")
    matches = piece.keyphrase_matches
    share = 100 * sum(matches) / piece.word_count
    score = piecewise(share, _SCALE)
    phrase = piece.keyphrase.phrase
    marks: tuple[Mark, ...] = ()
    if share < 0.5:
        wanted = max(1, round(piece.word_count * 0.005))
        advice = f"Use “{phrase}” about {wanted} times; it is there {sum(matches)} times."
    elif score < 9:
        most = int(piece.word_count * 0.03)
        advice = f"Use “{phrase}” {most} times at most; it is there {sum(matches)} times."
        marks = tuple(
            Mark(s.start, s.end, f"“{phrase}” again", Severity.HIGH)
            for s, times in zip(piece.sentences, matches, strict=True)
            if times
        )
    else:
        advice = "The keyphrase is used neither too rarely nor too often."
    return Outcome(score, advice, round(share, 2), marks)


CHECK = Check("keyphrase-density", Group.SEO, "0.5-3 % of the words", _measure)
