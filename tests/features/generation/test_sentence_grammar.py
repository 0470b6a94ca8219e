import re

import pytest

from alwrity.features.generation import sentence_grammar


@pytest.mark.parametrize(
    "grammar", [sentence_grammar.FIRST, sentence_grammar.NEXT, sentence_grammar.CONTINUED]
)
def test_every_rule_is_defined_once(grammar: str) -> None:
    lines = [line for line in grammar.splitlines() if line]
    defined = [line.split(" ::= ")[0] for line in lines]
    assert defined[0] == "root"
    assert len(defined) == len(set(defined))
    bodies = " ".join(line.split(" ::= ")[1] for line in lines)
    used = set(re.findall(r"[a-z]+", re.sub(r'"[^"]*"|\[[^\]]*\]', "", bodies)))
    assert used <= set(defined)
    assert grammar.count("(") == grammar.count(")")


def test_candidates_leave_out_different_openers() -> None:
    sets = [
        {w for w, _ in sentence_grammar.withdrawn(n, ["Also", "Sourdough"], "Bread")}
        for n in range(3)
    ]
    assert all({" Here", " Also"} <= s for s in sets)
    assert not any(" Sourdough" in s for s in sets)  # perhaps several tokens
    assert " This" in sets[1] - sets[0]
    assert " You" in sets[2] - sets[1]


def test_the_words_of_the_brief_stay_allowed() -> None:
    assert (" blog", False) in sentence_grammar.withdrawn(0, [], "Bread")
    assert (" blog", False) not in sentence_grammar.withdrawn(0, [], "How to start a Blog")
