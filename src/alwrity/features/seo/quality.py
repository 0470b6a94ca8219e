"""The quality score's parts, made of what the checks have measured.

Built on the measured values, not on the checks' scores, and linear throughout, so that one typing
error cannot move the sum by more than two points.
"""

from collections.abc import Mapping

from alwrity.features.seo.analysis import SubScore
from alwrity.features.seo.audience import band_of, fit
from alwrity.features.seo.blocks import Kind
from alwrity.features.seo.check import Outcome
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise, weighted_mean

# Up to this many sentences with claims, each unsupported one costs the same share.
_CLAIMING = 16
# A section may be this long before it wants a subheading.
_SECTION = 300
Values = Mapping[str, Outcome]


def sub_scores(piece: Piece, outcomes: Values, copied: float | None) -> tuple[SubScore, ...]:
    """The sub-scores of a piece.

    Args:
        piece: The piece.
        outcomes: What the checks found, by check id.
        copied: Largest shingle containment in a known text; None if there is none to compare.
    """
    if not piece.sentences:
        return ()
    scores = (
        ("readability", 25, _readability(piece, outcomes)),
        ("structure", 15, _structure(piece, outcomes)),
        ("language", 15, _language(outcomes)),
        ("grounding", 20, _grounding(piece)),
        ("originality", 15, None if copied is None else 100 * (1 - copied)),
        ("brief-fit", 10, _brief_fit(piece, outcomes)),
    )
    return tuple(
        SubScore(name, weight, None if score is None else round(score, 2))
        for name, weight, score in scores
    )


def total(parts: tuple[SubScore, ...]) -> float:
    """Weighted mean of the sub-scores that apply; 0 if there are none."""
    return weighted_mean([(part.weight, part.score) for part in parts]) or 0.0


def _scaled(outcomes: Values, check: str, points: tuple[tuple[float, float], ...]) -> float | None:
    outcome = outcomes.get(check)
    if outcome is None or outcome.score is None or outcome.value is None:
        return None
    return piecewise(outcome.value, points)


def _readability(piece: Piece, outcomes: Values) -> float | None:
    ease = outcomes["reading-ease"].value
    return weighted_mean(
        (
            (0.6, None if ease is None else fit(ease, band_of(piece.target.audience))),
            (0.25, _scaled(outcomes, "long-sentences", ((0.2, 100), (0.35, 50), (0.7, 0)))),
            (0.15, _scaled(outcomes, "paragraph-length", ((150, 100), (200, 60), (400, 0)))),
        )
    )


def _structure(piece: Piece, outcomes: Values) -> float | None:
    document = piece.document
    sections = document.sections
    excess = sum(max(0, section.words - _SECTION) for section in sections)
    # A list item, table, image, quotation or block of code every 400 words gives the eye a hold.
    relief = document.tables + document.code_blocks + len(document.images)
    relief += sum(block.kind in (Kind.ITEM, Kind.QUOTE) for block in document.blocks)
    wanted = max(1.0, piece.word_count / 400)
    return weighted_mean(
        (
            (0.4, piecewise(excess / max(1, piece.word_count), ((0.0, 100), (0.7, 0)))),
            (0.2, _scaled(outcomes, "heading-order", ((0.0, 100), (1.0, 0)))),
            (0.15, piecewise(relief / wanted, ((0.0, 40), (1.0, 100)))),
            (0.125, piecewise(sections[0].words, ((0, 0), (25, 100)))),
            (0.125, piecewise(sections[-1].words, ((0, 0), (25, 100)))),
        )
    )


def _language(outcomes: Values) -> float | None:
    return weighted_mean(
        (
            (0.3, _scaled(outcomes, "repeated-sentences", ((0.0, 100), (0.25, 0)))),
            (0.2, _scaled(outcomes, "repeated-phrases", ((0.0, 100), (0.3, 0)))),
            (0.2, _scaled(outcomes, "plain-words", ((0.0, 100), (3.0, 0)))),
            (0.15, _scaled(outcomes, "sentence-starts", ((0.0, 100), (0.5, 0)))),
            (0.15, _scaled(outcomes, "transitions", ((0.05, 20), (0.3, 100)))),
        )
    )


def _grounding(piece: Piece) -> float | None:
    if not piece.target.passages:
        return None
    by_sentence: dict[int, list[float]] = {}
    for claim in piece.claims:
        sentence = piece.document.sentence_at(claim.start)
        by_sentence.setdefault(sentence, []).append(claim.support)
    missing = sum(1 - sum(found) / len(found) for found in by_sentence.values())
    return 100 * (1 - missing / max(_CLAIMING, len(by_sentence)))


def _brief_fit(piece: Piece, outcomes: Values) -> float | None:
    target = piece.target
    asked = (target.keyphrase, *target.keywords, *target.points)
    wanted = [stems for stems in map(piece.matcher.content, asked) if stems]
    terms = None
    if wanted:
        shares = (sum(stem in piece.stems for stem in stems) / len(stems) for stems in wanted)
        # One given for free: a single misspelt term of a single one is no disaster.
        said = sum(piecewise(share, ((0.0, 0.0), (0.75, 1.0))) for share in shares)
        terms = 100 * (said + 1) / (len(wanted) + 1)
    length = None
    if target.words > 0:
        off = abs(piece.word_count / target.words - 1)
        length = piecewise(off, ((0.15, 100), (0.75, 0)))
    ease = outcomes["reading-ease"].value
    audience = None
    if target.audience and ease is not None:
        audience = fit(ease, band_of(target.audience))
    return weighted_mean(((0.5, terms), (0.3, length), (0.2, audience)))
