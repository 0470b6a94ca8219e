"""What the fake vendor says: the same words every time, or JSON that fits a schema."""

from functools import lru_cache
from typing import Any

PROSE = (
    "good teams measure before they change a system and they keep the notes where everyone can "
    "read them because a figure without its conditions helps nobody while a short record of what "
    "was tried saves the next person a week of guessing about causes"
)
WORDS = PROSE.split()


@lru_cache(maxsize=64)
def words(count: int) -> tuple[str, ...]:
    """`count` tokens of prose: sentences of 12 words, paragraphs of 5 sentences."""
    out = []
    for i in range(count):
        word = WORDS[(i * 7 + i // 12) % len(WORDS)]
        if i % 12 == 0:
            word = word.capitalize()
        if i % 12 == 11 or i == count - 1:
            word += "."
        gap = "" if i == 0 else "\n\n" if i % 60 == 0 else " "
        out.append(gap + word)
    return tuple(out)


def pieces(text: str, size: int = 6) -> tuple[str, ...]:
    """A given text as tokens of `size` characters."""
    return tuple(text[i : i + size] for i in range(0, len(text), size))


def fill(schema: dict[str, Any], name: str = "", position: int = 1) -> Any:  # noqa: C901, PLR0911 - one branch a JSON type
    """A value that fits the schema, sensible for the property's name."""
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("anyOf", "oneOf"):
        if schema.get(key):
            return fill(schema[key][0], name, position)
    match schema.get("type", "object"):
        case "object":
            return {
                key: fill(sub, key, position) for key, sub in schema.get("properties", {}).items()
            }
        case "array":
            items = schema.get("items", {})
            if items.get("enum"):  # a choice of several: all of them, in the first element only
                return list(items["enum"]) if position == 1 else []
            count = max(schema.get("minItems", 0), min(3, schema.get("maxItems", 3)))
            return [fill(items, name.removesuffix("s"), i + 1) for i in range(count)]
        case "integer":
            return max(schema.get("minimum", 0), 120 if "word" in name else position)
        case "number":
            return float(max(schema.get("minimum", 0), position))
        case "boolean":
            return True
        case "null":
            return None
        case _:
            label = name.replace("_", " ").strip().capitalize() or "Value"
            return f"{label} {position} that measures first"[: schema.get("maxLength", 200)]
