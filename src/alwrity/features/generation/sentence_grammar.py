"""What holds a small model to one plain sentence: a grammar, and words that it may not use.

No digits, lists, quotes, brackets or line breaks: what such a small model writes with those is made
up. A sentence ends at its full stop, and the model with it. Left to itself the model opens sentence
after sentence with "This process" or "Here are some", so openers are withdrawn. (A grammar that
demands openers instead was tried: where the model would not have said them it stumbles.)
"""

from collections.abc import Iterable

_RULES = r"""
rest ::= (separator word)* "."
separator ::= " " | ", "
word ::= letter+ (("-" | "'") letter+)*
opener ::= upper lower* (("-" | "'") lower+)*
lower ::= [a-zà-öø-ÿ]
upper ::= [A-ZÀ-ÖØ-Þ]
letter ::= lower | upper
"""

CONTINUED = "root ::= separator word rest" + _RULES
"""The rest of a sentence whose beginning is already written."""

NEXT = 'root ::= " " opener rest' + _RULES
"""A sentence behind another one, with the space between them."""

FIRST = "root ::= opener rest" + _RULES
"""A sentence with nothing before it."""

_TELLING = ("It", "They", "This", "These", "The", "In", "As", "Another", "Additionally")
_ADVISING = ("You", "If", "When", "To", "By", "Make", "Use", "Consider", "For", "Also")
_NEVER = (
    *("Here", "First", "Second", "Third", "Lastly", "Provide", "Write", "Share", "Offer"),
    *(
        "Describe",
        "Explain",
        "Discuss",
        "I",
        "We",
        "My",
        "Our",
        "Let",
        "Introduction",
        "PL",
        "Remember",
    ),
    *("we", "our", "us", "me", "my", "article", "readers", "website", "blog", "topic", "following"),
    *("percent", "experts", "studies", "research", "Studies", "Research", "According", "story"),
)


def withdrawn(number: int, used: Iterable[str], subject: str) -> list[tuple[str, bool]]:
    """Words that a candidate may not use, as llama.cpp's `logit_bias`.

    Args:
        number: Which candidate; every second and third one leaves out a kind of openers, so that
            those of a wave differ.
        used: Words that the last sentences began with.
        subject: The brief, whose own words stay allowed.
    """
    kind = ((), _TELLING, _ADVISING)[number % 3]
    # Only words that are one token for certain: of a longer one every token would be withdrawn.
    openers = {word for word in used if word in _TELLING or word in _ADVISING}
    own = set(subject.lower().split())
    words = [*_NEVER, *kind, *sorted(openers.difference(kind))]
    return [(f" {word}", False) for word in words if word.lower() not in own]
