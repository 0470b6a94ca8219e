"""Claims and whether the passages that a sentence cites bear them out."""

import pytest

from alwrity.features.seo.claims import find_claims
from alwrity.features.seo.document import Document

PASSAGES = {
    1: "In 2019 the plant made 1,500 tonnes, 12.5 % more than before.",
    2: "“We never close the oven on a Sunday”, the owner said.",
}


def claims(text: str) -> list[tuple[str, str, bool]]:
    document = Document(text)
    return [
        (claim.kind.value, document.plain(claim.start, claim.end), claim.support >= 0.6)
        for claim in find_claims(document, PASSAGES)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It made 1,500 tonnes.[^1]", [("number", "1,500", True)]),
        ("It made 1.500 tonnes [^1].", [("number", "1.500", True)]),
        ("It made 1500 tonnes[^1].", [("number", "1500", True)]),
        ("It grew by 12.5 %.[^1]", [("number", "12.5 %", True)]),
        ("It grew by 12.50%.[^1]", [("number", "12.50%", True)]),
        ("It grew by 125 %.[^1]", [("number", "125 %", False)]),
        ("It made 1,500 tonnes.[^2]", [("number", "1,500", False)]),
        ("It made 1,500 tonnes.", [("number", "1,500", False)]),
        ("It made 1,500 tonnes. Good.[^1]", [("number", "1,500", False)]),
        ("That was in 2019.[^1][^2]", [("date", "2019", True)]),
        ("That was in 2018.[^1]", [("date", "2018", False)]),
        ("It costs $5.[^1]", [("number", "$5", False)]),
        ("Take 3 steps.[^1]", []),
        ("Use the x264 codec.", []),
        ("“We never close the oven on a Sunday”, he said.[^2]", [("quote", "", True)]),
        ("“We always close the shop on most Mondays”, he said.[^2]", [("quote", "", False)]),
        ("The “oven” is hot.", []),
        ("[^1]: It made 999 tonnes.", []),
        ("Run `sleep 999` now.", []),
    ],
)
def test_claims(text: str, expected: list[tuple[str, str, bool]]) -> None:
    found = claims(text)
    assert [(kind, "" if kind == "quote" else said, held) for kind, said, held in found] == expected


def test_without_sources_nothing_is_claimed() -> None:
    assert find_claims(Document("It made 1,500 tonnes."), {}) == []
