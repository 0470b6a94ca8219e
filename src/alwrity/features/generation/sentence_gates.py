"""What a sentence of the small model must not be: gates that let no weak sentence into a draft.

Pure functions over words. The bounds are measured on drafts of SmolLM2 135M: they keep 4-word
repetition near 5 % and still pass about every second candidate.
"""

import itertools
import re
from collections import Counter

MIN_WORDS = 7
MAX_WORDS = 34
MAX_TRIGRAM_OVERLAP = 0.2
_MAX_SAME_CONTENT = 0.6

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?][\"\u201d]?(?:\s*\[\^\d+\])*(?=\s|$)")
_PLAIN_WORDS = """
a about above after again all also although am an and any are as at be because been before being
best better both but by can could did do does doing down during each either else ensure even every
few for from further get gets getting give given gives go good great had has have having he help
helps her here him his how however i if important in into is it it's its itself just keep know less
let like make makes making many may might more most much must my need needs new no nor not now of
off often on once one only or other our out over own same see she should since so some such sure
take than that the their them then there there's these they thing things this those through time
to too under until up use used using very want was way ways we well were what when where which
while who why will with within without would you your yourself don't doesn't can't
"""
_STOP_WORDS = frozenset(_PLAIN_WORDS.split())
_ENDLESS = "a an and are as at because but by for from if in into is of on or our that the their"
_DANGLING = frozenset(f"{_ENDLESS} to which while with your".split())
_FIRST_PERSON = re.compile(
    r"\b(?:I|I['\u2019]\w+|[Mm]e|[Mm]y|[Ww]e|[Ww]e['\u2019]\w+|[Oo]urs?|us|[Ll]et's)\b"
)
_CLAIMS = re.compile(
    r"\b(?:percent|million|billion|statistic\w*|surveys?|polls?|experts?|scientists?|researchers?"
    r"|research|stud(?:y|ies)|according to|proven|guarantee\w*|is said to be|hundreds|thousands)\b",
    re.IGNORECASE,
)
# Words about the text itself, and promises of a list that never comes.
_ABOUT_ITSELF = re.compile(
    r"\b(?:this (?:article|guide|post|section|blog|paragraph|essay)|the article"
    r"|practical advice|information provided|such topics|future posts|follow(?:ing)? these"
    r"|these (?:simple |easy |general |basic )*(?:steps|tips|guidelines|instructions)"
    r"|the following|here(?:'s| are| is)|as follows|below|language model|as an ai|step-by-step"
    r"|in conclusion|click|website|(?:your|the|some|all) readers?|your (?:writing|content)"
    r"|blog posts?|example sentence|topic)\b",
    re.IGNORECASE,
)
# The next entry of a list that never began, or the task that the model sets itself.
_LIST_OR_TASK = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Lastly|Provide|Offer|Share|Describe|Explain"
    r"|Discuss|Write|Introduce|Mention|For example)\b"
)
# A capital within a sentence: a name, and what the author did not name is made up.
_NAME = re.compile(r"(?<=[a-z,'] )[A-Z][\w'-]*|\b\w[A-Z]+\w*")


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def stem(word: str) -> str:
    """A crude stem, enough to see that `watering` and `waters` speak of the same."""
    for ending in ("ings", "ing", "ies", "es", "ed", "ly", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def content_words(text: str) -> set[str]:
    """Stems of the words that carry meaning."""
    return {stem(w) for w in words(text) if len(w) > 2 and w not in _STOP_WORDS}


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph or more, with their citations; the last may be unfinished."""
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def ngrams(tokens: list[str], n: int) -> list[tuple[str, ...]]:
    """All runs of `n` words."""
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def repetition(text: str, n: int = 4) -> float:
    """Share of the runs of `n` words that stood in the text before, 0-1."""
    runs = ngrams(words(text), n)
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def objection(sentence: str, *, given: str, before: str, subject: str) -> str | None:
    """Why a sentence must not enter the draft, in one word; None when it may.

    Args:
        sentence: The whole sentence.
        given: Its beginning that was given to the model; what the author wrote is not judged.
        before: The text so far.
        subject: Topic, heading, points and keywords: what the sentence has to speak of.
    """
    if why := early_objection(sentence, given=given, subject=subject):
        return why
    tokens = words(sentence)
    if len(tokens) < MIN_WORDS:
        return "length"
    if not sentence.rstrip().endswith((".", "!", "?")) or tokens[-1] in _DANGLING:
        return "unfinished"
    earlier = [line for line in before.splitlines() if not line.startswith("#")]
    if _repeats(sentence, given, "\n".join(earlier)):
        return "repeats"
    # Speaking of the brief, or taking up what was just said.
    if not content_words(sentence) & content_words(f"{subject} {before[-600:]}"):
        return "off-topic"
    return None


def early_objection(sentence: str, *, given: str, subject: str) -> str | None:
    """What is already wrong with the beginning of a sentence, whatever may follow."""
    tokens = words(sentence)
    written = sentence[len(given) :]
    if len(tokens) > MAX_WORDS:
        return "length"
    if _FIRST_PERSON.search(written):
        return "first-person"
    if _CLAIMS.search(written) or set(_NUMBER.findall(written)) - set(_NUMBER.findall(subject)):
        return "claim"
    if _ABOUT_ITSELF.search(written) or (not given and _LIST_OR_TASK.match(sentence)):
        return "about-itself"
    if any(n.group() not in subject for n in _NAME.finditer(sentence, max(0, len(given)))):
        return "name"
    return "repeats-itself" if _repeats_itself(tokens) else None


def _repeats_itself(tokens: list[str]) -> bool:
    stems = Counter(stem(w) for w in tokens if w not in _STOP_WORDS and len(w) > 2)
    runs = Counter(ngrams(tokens, 2))
    doubled = any(a == b for a, b in itertools.pairwise(tokens))
    return doubled or max(stems.values(), default=0) > 2 or max(runs.values(), default=0) > 1


def _repeats(sentence: str, given: str, before: str) -> bool:
    known = set(ngrams(words(before), 3))
    runs = ngrams(words(sentence[len(given) :]), 3)
    if runs and sum(run in known for run in runs) / len(runs) > MAX_TRIGRAM_OVERLAP:
        return True
    earlier = sentences(before)
    mine = content_words(sentence)
    if any(_alike(mine, content_words(other)) for other in earlier):
        return True
    # Sentences that open with the same two words read as a stutter.
    return not given and any(words(o)[:2] == words(sentence)[:2] for o in earlier[-6:])


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and len(one & other) / min(len(one), len(other)) > _MAX_SAME_CONTENT
