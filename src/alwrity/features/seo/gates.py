"""What caps the quality score: faults that no good sub-score makes up for."""

from alwrity.features.seo.analysis import Gate
from alwrity.features.seo.lexicon import lexicon_of
from alwrity.features.seo.piece import UNKNOWN_LANGUAGE, Piece

# Over thousands of real texts the lowest share was 0.31; shuffled word lists have under 0.01.
_LEAST_FUNCTION_WORDS = 0.25
_FEW_WORDS = 100
_COPIED = 0.57
# Fewer words tell nothing about their mixture.
_LEAST_PROSE = 20


def gates_of(piece: Piece, copied: float | None) -> tuple[Gate, ...]:
    """The gates that a piece does not pass.

    Args:
        piece: The piece.
        copied: Largest shingle containment in a known text; None if there is none to compare.
    """
    found: list[Gate] = []
    enough = len(piece.document.prose_words) >= _LEAST_PROSE
    foreign = enough and _other_language(piece)
    if foreign:
        found.append(
            Gate(
                "language",
                50,
                f"The text reads as {piece.detected_language!r}, not {piece.language!r}.",
            )
        )
    elif enough and piece.lexicon is not None:
        share = piece.function_share(piece.lexicon)
        if share < _LEAST_FUNCTION_WORDS:
            found.append(
                Gate(
                    "function-words",
                    20,
                    f"Only {100 * share:.0f} % of the words are function words; "
                    "running text has 30 % or more.",
                )
            )
    if piece.word_count < _FEW_WORDS:
        found.append(
            Gate("length", 30, f"{piece.word_count} words are too few to judge; write 100 or more.")
        )
    if copied is not None and copied > _COPIED:
        found.append(
            Gate("copied", 40, f"{100 * copied:.0f} % stands word for word in a known text.")
        )
    return tuple(found)


def _other_language(piece: Piece) -> bool:
    """Whether the text is written in another language than it was asked for."""
    if not piece.target.language:
        return False
    if piece.lexicon is not None and piece.function_share(piece.lexicon) >= _LEAST_FUNCTION_WORDS:
        # Enough of the language's own function words: no need to load the detector.
        return False
    detected = piece.detected_language
    if detected in (UNKNOWN_LANGUAGE, piece.language):
        return False
    lexicon = lexicon_of(detected)
    # A heap of words is guessed to be some language; only running text is one.
    return lexicon is None or piece.function_share(lexicon) >= _LEAST_FUNCTION_WORDS
