"""Numbers as bars of block characters, an eighth of a column fine."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(value: float, most: float, width: int) -> str:
    """A bar of at most `width` columns; what is above zero shows at least a sliver.

    Args:
        value: What it stands for, from 0 to `most`.
        most: What fills the whole width.
        width: In columns.
    """
    if most <= 0 or value <= 0 or width <= 0:
        return ""
    eighths = max(1, min(8 * width, round(8 * width * value / most)))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
