"""Most sentences say who does it."""

from collections.abc import Sequence

from alwrity.features.seo.check import Check, Group, Mark, Outcome, Severity, not_applicable
from alwrity.features.seo.lexicon.lexicon import Lexicon, word_set
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise

_BETWEEN = word_set("not never also already always often still only just being been now")


def _is_passive(words: Sequence[str], lexicon: Lexicon) -> bool:
    is_participle = lexicon.participle
    if is_participle is None:
        return False
    for place, word in enumerate(words):
        if word not in lexicon.auxiliaries:
            continue
        if not lexicon.participle_follows:
            return any(is_participle(other) for other in words if other != word)
        for other in words[place + 1 : place + 4]:
            if is_participle(other):
                return True
            if other not in _BETWEEN and not other.endswith("ly"):
                break
    return False


def _measure(piece: Piece) -> Outcome:
    lexicon = piece.lexicon
    if lexicon is None or lexicon.participle is None or not piece.sentences:
        return not_applicable("Needs a sentence in English or German.")
    passive = [s for s in piece.sentences if _is_passive(piece.words_of(s), lexicon)]
    share = len(passive) / len(piece.sentences)
    score = piecewise(share, ((0.1, 9.0), (0.15, 6.0), (0.25, 3.0)))
    marks: tuple[Mark, ...] = ()
    advice = "Most sentences say who does it."
    if score < 9:
        advice = "Say in some of these sentences who does it."
        marks = tuple(Mark(s.start, s.end, "Passive voice", Severity.LOW) for s in passive)
    return Outcome(score, advice, round(share, 3), marks)


CHECK = Check("passive-voice", Group.CLARITY, "10 % of the sentences at most", _measure)
