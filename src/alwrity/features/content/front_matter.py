"""The YAML between two `---` lines at the top of a Markdown file, read with suspicion."""

import re
from typing import Any

import yaml

_MAX_LENGTH = 16_384
_MAX_DEPTH = 8
_BLOCK = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
# A first field, behind blank lines and comments; anything else is prose between two rules.
_FIELD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*(?:[\w\"'][^\n:]{0,80}:(?:\s|\Z)|\Z)")

_UNUSUAL = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\ufeff]")


class FrontMatterError(Exception):
    """The front matter cannot be read; the message says why in a few words."""


class _Loader(yaml.BaseLoader):
    """Every scalar is a string, so that `2024-99-99` and `yes` are what somebody typed.

    Aliases are refused, since a few of them can grow to any size, and so is deep nesting.
    """

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise FrontMatterError("it has YAML aliases")
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise FrontMatterError("it is nested too deeply")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_Loader.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


class _Dumper(yaml.SafeDumper):
    """Strings with other blanks than spaces, or with controls, are written with escapes.

    Other styles fold NEL and its like into a space.
    """


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _UNUSUAL.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)


def split(text: str) -> tuple[dict[str, Any], str, int]:
    """Part a file into its front matter and its body.

    Args:
        text: The file, LF only.

    Returns:
        The front matter (strings, None, lists and dictionaries of them), the body exactly as it
        stands behind the closing line, and the number of lines in front of the body. A block that
        is no mapping is no front matter but text between two rules.

    Raises:
        FrontMatterError: When it is no YAML, too long, or built to grow.
    """
    match = _BLOCK.match(text)
    if match is None or not _FIELD.match(match["yaml"]):
        return {}, text, 0
    if len(match["yaml"]) > _MAX_LENGTH:
        raise FrontMatterError(f"it is longer than {_MAX_LENGTH} characters")
    try:
        loaded = yaml.load(match["yaml"], Loader=_Loader)  # noqa: S506 - builds no objects
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" in line {mark.line + 2}" if mark else ""
        raise FrontMatterError(f"{error.problem or 'it is no YAML'}{where}") from None
    except yaml.YAMLError:
        raise FrontMatterError("it has characters that YAML does not know") from None
    if loaded is not None and not isinstance(loaded, dict):
        return {}, text, 0
    return loaded or {}, text[match.end() :], text.count("\n", 0, match.end())


def join(fields: dict[str, Any], body: str) -> str:
    """Write a file: front matter, an empty line, the body, a final line end."""
    dumped = yaml.dump(
        fields,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=10**9,
    )
    return f"---\n{dumped}---\n\n{body}\n"
