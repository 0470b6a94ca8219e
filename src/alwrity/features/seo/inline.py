"""Links, images, citations and inline markup, found in one pass over the prose.

Markup is masked, not removed, so that every offset stays what it was: `MASK` where the rendered
words touch (`**K**ey` reads "Key"), blanks where nothing is read (images, code, addresses).
"""

import re
from dataclasses import dataclass, field

from alwrity.text import MASK

# Every repetition is bounded or possessive: a hostile text costs linear time.
_LABEL = r"(?:[^\[\]\\\n]|\\.|\n(?![ \t]*\n))"
_ADDRESS = (
    r"\([ \t]*<?(?P<{0}>[^\s()<>]{{0,2000}}(?:\([^\s()<>]{{0,500}}\)[^\s()<>]{{0,500}})?)>?"
    r"(?:[ \t]+(?:\"[^\"\n]{{0,500}}\"|'[^'\n]{{0,500}}'))?[ \t]*\)"
)
_IMAGE = r"!\[(?P<alt>" + _LABEL + r"{0,500}+)\]" + _ADDRESS.format("src")
_INNER = r"(?:" + _LABEL + r"|!?\[" + _LABEL + r"{0,300}+\](?:\([^()\s]{0,500}\))?){0,500}+"
_INLINE = re.compile(
    r"(?=[\\`!\[<*_~&h])(?:"
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>(?<!`)`{1,8}(?!`))(?:[^`\n]|\n(?!\n)|(?!(?P=ticks)(?!`))`){1,500}?"
    r"(?P=ticks)(?!`))"
    r"|(?P<image>" + _IMAGE + r")"
    r"|(?P<citation>\[\^(?P<cited>[^\]\s\[]{1,60})\])"
    r"|(?P<link>\[(?P<label>" + _INNER + r")\](?:" + _ADDRESS.format("url") + r"|\[(?P<ref>"
    r"[^\[\]\n]{0,200})\]))"
    r"|(?P<short>\[(?P<shortcut>[^\[\]\n]{1,200})\])"
    r"|(?P<auto><(?P<autourl>https?://[^\s<>]{1,2000})>)"
    r"|(?P<comment><!--.{0,1000}?-->)"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,1000}>)"
    r"|(?P<bare>\bhttps?://[^\s<>\[\]|]{1,2000})"
    r"|(?P<entity>&(?:[A-Za-z]{2,12}|\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<emphasis>\*{1,3}|~~|(?<![^\W_])_{1,3}|_{1,3}(?![^\W_]))"
    r")",
    re.DOTALL,
)
_ATTRIBUTE = r"\b{0}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))"
_SRC = re.compile(_ATTRIBUTE.format("src"), re.IGNORECASE)
_ALT = re.compile(_ATTRIBUTE.format("alt"), re.IGNORECASE)
_HREF = re.compile(_ATTRIBUTE.format("href"), re.IGNORECASE)
# Sentence punctuation behind a bare address is not part of it.
_BARE_END = ".,;:!?'\"*_~)"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its span, the words that are clicked on, and its address."""

    start: int
    end: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image: its span, alternative text and address."""

    start: int
    end: int
    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A `[^label]` in the prose."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Inline:
    """What the pass has found; `prose` is the masked text."""

    prose: str = ""
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def _attribute(pattern: re.Pattern[str], tag: str) -> str | None:
    found = pattern.search(tag)
    return None if found is None else next((g for g in found.groups() if g is not None), "")


class _Masker:
    def __init__(self, references: dict[str, str]) -> None:
        self.found = Inline()
        self.references = references
        self.shift = 0

    def mask(self, found: re.Match[str]) -> str:
        """What stands in the prose instead of this piece of markup; same length."""
        whole = found.group()
        masked = " " * len(whole)
        if found["escape"]:
            masked = MASK + whole[1]
        elif found["emphasis"]:
            masked = MASK * len(whole)
        elif found["link"] is not None:
            masked = self._link(found)
        elif found["image"] is not None:
            self.found.images.append(
                Image(
                    self.shift + found.start(), self.shift + found.end(), found["alt"], found["src"]
                )
            )
        elif found["citation"]:
            self.found.citations.append(
                Citation(self.shift + found.start(), self.shift + found.end(), found["cited"])
            )
            masked = MASK * len(whole)
        elif found["short"]:
            masked = self._reference(found, "shortcut", found["shortcut"])
        elif found["tag"]:
            masked = self._tag(found)
        elif found["bare"] or found["auto"]:
            masked = self._address(found)
        return masked

    def _inner(self, text: str, start: int) -> str:
        """The label of a link, itself masked; images and code inside it count as well."""
        outer, self.shift = self.shift, start
        masked = _INLINE.sub(self.mask, text)
        self.shift = outer
        return masked

    def _add_link(self, found: re.Match[str], label: str, url: str) -> None:
        words = " ".join(label.replace(MASK, "").split())
        self.found.links.append(
            Link(self.shift + found.start(), self.shift + found.end(), words, url)
        )

    def _link(self, found: re.Match[str]) -> str:
        if found["url"] is None:
            return self._reference(found, "label", found["ref"] or found["label"])
        label = self._inner(found["label"], self.shift + found.start("label"))
        self._add_link(found, label, found["url"])
        return MASK + label + MASK * (found.end() - found.end("label"))

    def _reference(self, found: re.Match[str], group: str, key: str) -> str:
        label = self._inner(found[group], self.shift + found.start(group))
        url = self.references.get(key.strip().lower())
        if url is None:
            behind = found.string[found.end(group) : found.end()]
            return "[" + label + behind
        self._add_link(found, label, url)
        return MASK + label + MASK * (found.end() - found.end(group))

    def _tag(self, found: re.Match[str]) -> str:
        tag = found.group()
        name = tag[1:5].lower()
        if name.startswith("img"):
            self.found.images.append(
                Image(
                    self.shift + found.start(),
                    self.shift + found.end(),
                    _attribute(_ALT, tag) or "",
                    _attribute(_SRC, tag) or "",
                )
            )
        elif name[:2] in ("a ", "a\t") and (url := _attribute(_HREF, tag)) is not None:
            self._add_link(found, "", url)
        return MASK * len(tag) if name[:1] != "b" else " " * len(tag)

    def _address(self, found: re.Match[str]) -> str:
        url = found["autourl"] or found["bare"]
        kept = url.rstrip(_BARE_END) if found["bare"] else url
        if "(" in kept and url[len(kept) :].startswith(")"):
            kept += ")"
        rest = url[len(kept) :]
        self._add_link(found, kept, kept)
        return " " * (len(found.group()) - len(rest)) + rest


def read_inline(prose: str, references: dict[str, str]) -> Inline:
    """Mask the inline markup of a text whose non-prose is already blank.

    Args:
        prose: Prose and headings, everything else blanked out.
        references: Link addresses by lower-case label.
    """
    masker = _Masker(references)
    masker.found.prose = _INLINE.sub(masker.mask, prose)
    masker.found.links.sort(key=lambda link: link.start)
    return masker.found
