"""The text is as easy to read as its audience needs."""

from alwrity.features.seo.audience import band_of, fit
from alwrity.features.seo.check import Check, Group, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.readability import reading_ease


def _measure(piece: Piece) -> Outcome:
    ease = reading_ease(piece)
    if ease is None:
        return not_applicable("Needs three sentences in a language that is written with spaces.")
    band = band_of(piece.target.audience)
    score = 9 * fit(ease, band) / 100
    if ease < band[0]:
        advice = "Use shorter sentences and words: this is harder than its readers like."
    elif ease > band[1]:
        advice = "This may be simpler than its readers expect."
    else:
        advice = "The text is as easy to read as its audience needs."
    return Outcome(score, advice, round(ease, 1))


CHECK = Check("reading-ease", Group.CLARITY, "within the audience's band", _measure)
