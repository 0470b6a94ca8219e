"""The keyphrase comes up all along the text."""

from alwrity.features.seo.check import Check, Group, Mark, Outcome, not_applicable
from alwrity.features.seo.piece import Piece
from alwrity.features.seo.scale import piecewise


def _measure(piece: Piece) -> Outcome:
    sentences = piece.sentences
    if piece.keyphrase is None or len(sentences) < 5:
        return not_applicable("Needs a keyphrase and five sentences.")
    total = max(1, piece.word_count)
    edges = [0]
    longest, gap = 0, (0, len(sentences) - 1)
    begin = 0
    for number, times in enumerate(piece.keyphrase_matches):
        if times:
            distance = sentences[number].first - edges[-1]
            if distance > longest and number > begin:
                longest, gap = distance, (begin, number - 1)
            edges.append(sentences[number].last)
            begin = number + 1
    if total - edges[-1] > longest and begin < len(sentences):
        longest, gap = total - edges[-1], (begin, len(sentences) - 1)
    share = longest / total
    score = piecewise(share, ((0.3, 9.0), (0.5, 6.0), (0.7, 1.0)))
    if score >= 9:
        return Outcome(score, "The keyphrase comes up all along the text.", round(share, 2))
    phrase = piece.keyphrase.phrase
    # Pointing at the whole gap would underline most of the text.
    middle = sentences[(gap[0] + gap[1]) // 2]
    message = f"{round(100 * share)} % of the text around here without “{phrase}”"
    mark = Mark(middle.start, middle.end, message)
    advice = f"Come back to “{phrase}” where the text leaves it for long."
    return Outcome(score, advice, round(share, 2), (mark,))


CHECK = Check("keyphrase-distribution", Group.SEO, "no gap above 30 % of the text", _measure)
