"""Sentences in a row do not all start alike."""

from collections.abc import Iterator
from itertools import groupby

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.document import Sentence
from alwrity.features.seo.piece import Piece

_RUN = 3


def _start(piece: Piece, sentence: Sentence) -> str:
    words = piece.words_of(sentence)
    articles = piece.lexicon.articles if piece.lexicon is not None else frozenset[str]()
    return f"{words[0]} {words[1]}" if words[0] in articles and len(words) > 1 else words[0]


def _runs(piece: Piece) -> Iterator[tuple[str, list[Sentence]]]:
    # List items start alike on purpose, so a run stays within one block.
    for (_, start), run in groupby(piece.sentences, key=lambda s: (s.block, _start(piece, s))):
        sentences = list(run)
        if len(sentences) >= _RUN:
            yield start, sentences


def _measure(piece: Piece) -> Outcome:
    if len(piece.sentences) < _RUN:
        return not_applicable("Needs three sentences.")
    runs = list(_runs(piece))
    share = sum(len(sentences) for _, sentences in runs) / len(piece.sentences)
    if not runs:
        return Outcome(9.0, "The sentences start in different ways.", 0.0)
    marks = tuple(
        Mark(run[0].start, run[-1].end, f"{len(run)} sentences in a row start with “{start}”")
        for start, run in runs
    )
    return Outcome(3.0, "Start one of these sentences differently.", round(share, 3), marks)


CHECK = Check("sentence-starts", Group.CLARITY, "no three in a row alike", _measure)
