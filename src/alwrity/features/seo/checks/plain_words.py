"""Long-winded phrases have plainer ones."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, Severity, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    lexicon = piece.lexicon
    if lexicon is None or not lexicon.wordy or not piece.word_count:
        return not_applicable("Needs a text in English or German.")
    document = piece.document
    words, spans, wordy = document.words, document.word_spans, lexicon.wordy
    marks: list[Mark] = []
    behind = 0
    for place in [place for place, word in enumerate(words) if word in wordy]:
        if place < behind:
            continue
        for phrase, plain in wordy[words[place]]:
            if len(phrase) == 1 or tuple(words[place : place + len(phrase)]) == phrase:
                behind = place + len(phrase)
                start, end = spans[place][0], spans[behind - 1][1]
                marks.append(_mark(piece, start, end, plain))
                break
    density = 100 * len(marks) / len(words)
    score = piecewise(density, ((0.0, 9.0), (0.5, 8.0), (1.5, 3.0)))
    advice = "Use the plainer words." if marks else "The words are plain."
    return Outcome(score, advice, round(density, 2), tuple(marks))


def _mark(piece: Piece, start: int, end: int, plain: str) -> Mark:
    written = piece.document.plain(start, end)
    if not plain:
        return Mark(start, end, f"“{written}” says nothing here", Severity.LOW)
    if written[:1].isupper():
        plain = plain[0].upper() + plain[1:]
    return Mark(start, end, f"Plainer word for “{written}”", Severity.LOW, plain)


CHECK = Check("plain-words", Group.CLARITY, "0.5 per 100 words", _measure)
