"""No run of four words comes up again and again."""

from collections import Counter

from alwrity.features.seo.check import Check, Group, Mark, Outcome, Severity, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

_SIZE = 4
_OFTEN = 3


def _measure(piece: Piece) -> Outcome:
    words = piece.document.words
    if piece.lexicon is None or len(words) < 50:
        return not_applicable("Needs 50 words in a language whose function words are known.")
    functional = piece.lexicon.function_words
    grams = [
        (tuple(words[place : place + _SIZE]), place)
        for sentence in piece.sentences
        for place in range(sentence.first, sentence.last - _SIZE + 1)
    ]
    counts = Counter(gram for gram, _ in grams)
    # "at the end of" is grammar; with two content words it is a turn of phrase.
    often = {
        gram
        for gram, count in counts.items()
        if count >= _OFTEN and sum(word not in functional for word in gram) >= 2
    }
    covered: set[int] = set()
    marks: list[Mark] = []
    for gram, place in grams:
        if gram in often:
            if place not in covered:
                start, end = _span(piece, place)
                message = f"“{' '.join(gram)}” comes up {counts[gram]} times"
                marks.append(Mark(start, end, message, Severity.LOW))
            covered.update(range(place, place + _SIZE))
    share = len(covered) / len(words)
    score = piecewise(share, ((0.01, 9.0), (0.05, 6.0), (0.15, 1.0)))
    advice = "Put phrases that come up often in other words." if marks else "Phrases do not repeat."
    return Outcome(score, advice, round(share, 3), tuple(marks))


def _span(piece: Piece, place: int) -> tuple[int, int]:
    spans = piece.document.word_spans
    return spans[place][0], spans[place + _SIZE - 1][1]


CHECK = Check("repeated-phrases", Group.CLARITY, "none three times", _measure)
