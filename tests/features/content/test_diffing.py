import itertools
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.features.content.diffing import Hunk, diff, unified
from alwrity.features.content.sequences import Budget, matches


def sides(hunks: list[Hunk]) -> tuple[str, str]:
    old = "".join(h["text"] for h in hunks if h["op"] != "insert")
    new = "".join(h["text"] for h in hunks if h["op"] != "delete")
    return old, new


def apply(patch: str, old: str) -> str:
    """A small `patch`, strict about line numbers and context."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", old)
    out: list[str] = []
    position = 0
    patch = re.sub(r"\n\\ No newline at end of file\n", "", patch)
    # A line without end is followed by the next sign at once; only the last line of a side is so.
    for line in re.findall(r"[^\n]*\n|[^\n]+", patch)[2:]:
        header = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", line)
        if header:
            start = int(header[1]) - (header[2] != "0")
            out += lines[position:start]
            position = start
            assert len(out) == int(header[3]) - (header[4] != "0")
        elif line[0] == "+":
            out.append(line[1:])
        else:
            assert lines[position] == line[1:]
            position += 1
            if line[0] == " ":
                out.append(line[1:])
    return "".join(out + lines[position:])


TEXTS = st.text(st.sampled_from("ab \n.😀"), max_size=60) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_both_sides_come_back(old: str, new: str) -> None:
    hunks = diff(old, new)
    assert sides(hunks) == (old, new)
    assert all(h["text"] for h in hunks)
    for one, two in itertools.pairwise(hunks):
        assert (one["op"], two["op"]) in {
            ("equal", "insert"),
            ("equal", "delete"),
            ("insert", "equal"),
            ("delete", "equal"),
            ("delete", "insert"),
        }
    assert (old == new) == all(h["op"] == "equal" for h in hunks)


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d e f\n"]), max_size=30).map("".join)


@given(LINES, LINES)
def test_a_patch_turns_one_into_the_other(old: str, new: str) -> None:
    patch = unified(old, new)
    assert (patch == "") == (old == new)
    if patch:
        assert apply(patch, old) == new


@given(
    st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12)
)
def test_matches_are_equal_and_in_order(old: list[str], new: list[str]) -> None:
    a = b = 0
    for match in matches(old, new, Budget()):
        assert match.size > 0
        assert match.old >= a
        assert match.new >= b
        assert old[match.old : match.old + match.size] == new[match.new : match.new + match.size]
        a, b = match.old + match.size, match.new + match.size


@given(
    st.lists(st.sampled_from("ab"), max_size=9).map(lambda x: x + x),
    st.lists(st.sampled_from("ab"), max_size=9).map(lambda x: x + x),
)
def test_without_unique_elements_the_script_is_the_shortest(old: list[str], new: list[str]) -> None:
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            longest[i + 1][j + 1] = (
                longest[i][j] + 1 if a == b else max(longest[i][j + 1], longest[i + 1][j])
            )
    found = sum(match.size for match in matches(old, new, Budget()))
    # An anchor may cost a match; trimming what is equal at both ends never does.
    assert found <= longest[-1][-1]
    if not old or not new or all(min(old.count(x), new.count(x)) > 9 for x in "ab"):
        assert found == longest[-1][-1]


def test_words_inside_a_line() -> None:
    assert diff("The quick brown fox jumps.\nSame.\n", "The slow red fox jumps.\nSame.\n") == [
        {"op": "equal", "text": "The "},
        {"op": "delete", "text": "quick brown"},
        {"op": "insert", "text": "slow red"},
        {"op": "equal", "text": " fox jumps.\nSame.\n"},
    ]


def test_two_different_texts_are_not_confetti() -> None:
    old, new = "Alpha beta, gamma delta epsilon.", "One two, three four five six."
    assert diff(old, new) == [{"op": "delete", "text": old}, {"op": "insert", "text": new}]


def test_nothing_changed() -> None:
    assert diff("", "") == []
    assert diff("a\n", "a\n") == [{"op": "equal", "text": "a\n"}]
    assert unified("a\n", "a\n") == ""


def test_unified_format() -> None:
    old = "".join(f"{i}\n" for i in range(20))
    new = old.replace("3\n", "x\n", 1).replace("18\n", "y\n") + "end"
    assert unified(old, new, "before", "after") == (
        "--- before\n+++ after\n"
        "@@ -1,7 +1,7 @@\n 0\n 1\n 2\n-3\n+x\n 4\n 5\n 6\n"
        "@@ -16,5 +16,6 @@\n 15\n 16\n 17\n-18\n+y\n 19\n+end\n\\ No newline at end of file\n"
    )


def in_paragraphs(words: list[str]) -> str:
    return "\n\n".join(" ".join(words[i : i + 80]) for i in range(0, len(words), 80))


def long_texts() -> dict[str, tuple[str, str]]:
    chance = random.Random(7)
    words = [f"w{i}" for i in range(3000)]
    weights = [1 / (i + 1) for i in range(3000)]
    many = chance.choices(words, weights, k=20_000)
    other = chance.choices(words, weights, k=20_000)
    changed = list(many)
    for _ in range(2000):
        changed[chance.randrange(20_000)] = chance.choice(words)
    shuffled = in_paragraphs(many).split("\n\n")
    chance.shuffle(shuffled)
    two = chance.choices("ab", k=20_000)
    three = chance.choices("ab", k=20_000)
    return {
        "edited": (in_paragraphs(many), in_paragraphs(changed)),
        "one line each": ("\n".join(many), "\n".join(other)),
        "one long line": (" ".join(many), " ".join(other)),
        "shuffled": (in_paragraphs(many), "\n\n".join(shuffled)),
        "two words": (" ".join(two), " ".join(three)),
        "two lines": ("\n".join(two), "\n".join(three)),
        "repeated": ("a a\n" * 10_000, "a\na " * 10_000),
        "punctuation": ("." * 20_000 + "x", "y" + "." * 19_000),
    }


LONG = long_texts()


@pytest.mark.parametrize("name", list(LONG))
def test_long_texts_are_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quadratic ways through these texts have 400 million steps."""
    budget = Budget()
    monkeypatch.setattr("alwrity.features.content.diffing.Budget", lambda: budget)
    old, new = LONG[name]
    assert sides(diff(old, new)) == (old, new)
    # The last step may be a long one: a sweep of all diagonals, or of all elements.
    assert budget.steps > -100_000


def test_a_long_text_that_was_edited_is_compared_well() -> None:
    old, new = LONG["edited"]
    equal = sum(len(h["text"]) for h in diff(old, new) if h["op"] == "equal")
    assert equal > 0.85 * len(old)
