"""Several tries at one sentence, and which of them is the best that passes the gates."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import structlog

from alwrity.features.generation import sentence_grammar
from alwrity.features.generation.sentence_gates import (
    content_words,
    early_objection,
    objection,
    sentences,
)
from alwrity.providers.errors import ProviderStreamError
from alwrity.providers.protocol import (
    Finish,
    Message,
    ModelRequest,
    Provider,
    Restart,
    StreamItem,
    Text,
    Usage,
)

# Two rounds of four candidates (number, temperature): careful ones first, then freer ones.
_ROUNDS = (
    ((0, 0.3), (1, 0.3), (2, 0.5), (3, 0.5)),
    ((4, 0.6), (5, 0.6), (6, 0.75), (7, 0.75)),
)
_MAX_TOKENS = 64
# Under min-p no token is this unlikely unless the grammar or a withdrawn word left no other.
_FORCED = -7.5
_SAMPLING = {
    "logprobs": True,
    "min_p": 0.1,
    "top_k": 40,
    "repeat_penalty": 1.12,
    "repeat_last_n": 256,
}
# What one more word of the subject is worth against the mean log-probability of a token.
_SUBJECT_WORD = 0.12
_MOST_SUBJECT_WORDS = 4

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence is to stand.

    Attributes:
        instruction: The user's turn.
        section: What the model sees of the section so far, in one paragraph: behind a line break
            it forgets what it was writing.
        start: The sentence's beginning; empty when the model begins it.
        before: The whole piece so far, for the gates.
        subject: What the sentence has to speak of.
        seed: Words that make this place's seeds its own.
    """

    instruction: str
    section: str
    start: str
    before: str
    subject: str
    seed: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that the model offered.

    Attributes:
        text: The sentence with its given start, without surrounding space.
        logprob: Mean log-probability of its tokens.
        ended: Whether the model ended it, rather than the maximum of tokens.
        forced: Whether the grammar made it say what it would never have said, which ends in
            invented words.
    """

    text: str
    logprob: float
    ended: bool
    forced: bool


@dataclass(slots=True)
class Spent:
    """Tokens of all candidates, and who wrote last."""

    provider: str
    input_tokens: int = 0
    output_tokens: int = 0

    def add(self, usage: Usage, provider: str) -> None:
        """Book one attempt."""
        self.provider = provider
        self.input_tokens += usage.input_tokens or 0
        self.output_tokens += usage.output_tokens or 0

    def finish(self) -> Finish:
        """The end of a section, with everything it took."""
        return Finish("stop", Usage(self.input_tokens, self.output_tokens), self.provider)


@dataclass(slots=True)
class Tries:
    """What was offered for one place."""

    passed: list[Candidate] = field(default_factory=list)
    refused: list[Candidate] = field(default_factory=list)


async def write_sentence(
    provider: Provider, place: Place, spent: Spent, *, at_once: int, must: bool
) -> str | None:
    """The best sentence for a place, or None when none of two rounds passes.

    Args:
        provider: Who writes.
        place: Where it is to stand.
        spent: Where tokens are booked.
        at_once: Candidates written in parallel; the first such wave with one that passes decides.
        must: Take the best refused one, as long as it is a whole sentence, rather than none.

    Raises:
        ProviderError: As the provider does.
    """
    tries = Tries()
    for round_ in _ROUNDS:
        for first in range(0, len(round_), at_once):
            await _wave(provider, place, spent, round_[first : first + at_once], tries)
            if tries.passed:
                return max(tries.passed, key=lambda c: score(c, place.subject)).text
    whole = [candidate for candidate in tries.refused if candidate.ended]
    if not must:
        return None
    if not whole:
        raise ProviderStreamError("The model wrote no whole sentence here; try again.")
    return max(whole, key=lambda c: score(c, place.subject)).text


def score(candidate: Candidate, subject: str) -> float:
    """Mean log-probability, plus a bonus for speaking of the subject."""
    shared = len(content_words(candidate.text) & content_words(subject))
    return candidate.logprob + _SUBJECT_WORD * min(shared, _MOST_SUBJECT_WORDS)


async def _wave(
    provider: Provider, place: Place, spent: Spent, wave: Sequence[tuple[int, float]], tries: Tries
) -> None:
    jobs = (_candidate(provider, _request(place, *which), place, spent) for which in wave)
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
        why = (
            "forced"
            if result.forced
            else objection(
                result.text, given=place.start, before=place.before, subject=place.subject
            )
        )
        if why:
            log.debug("sentence_refused", why=why, sentence=result.text)
        (tries.refused if why else tries.passed).append(result)


def _objection(place: Place, text: str) -> str | None:
    return objection(text, given=place.start, before=place.before, subject=place.subject)


async def _candidate(
    provider: Provider, request: ModelRequest, place: Place, spent: Spent
) -> Candidate:
    parts: list[Text] = []
    ended = False
    items = provider.stream(request)
    try:
        async for item in items:
            match item:
                case Text():
                    parts.append(item)
                    if item.text.startswith(" ") and _hopeless(place, parts[:-1]):
                        spent.add(Usage(output_tokens=len(parts)), provider.name)
                        break
                case Restart(provider=by, usage=usage):
                    parts.clear()
                    spent.add(usage, by)
                case Finish(reason=reason, usage=usage, provider=by):
                    ended = reason == "stop"
                    spent.add(usage, by)
    finally:
        await _aclose(items)
    text = (place.start + "".join(part.text for part in parts)).strip()
    logprobs = [part.logprob for part in parts if part.logprob is not None]
    forced = any(logprob < _FORCED for logprob in logprobs[1:])
    return Candidate(text, sum(logprobs) / len(logprobs) if logprobs else 0.0, ended, forced)


def _hopeless(place: Place, parts: Sequence[Text]) -> bool:
    """Whether the whole words so far already fail a gate: the rest would be wasted time."""
    text = (place.start + "".join(part.text for part in parts)).strip()
    return bool(early_objection(text, given=place.start, subject=place.subject))


async def _aclose(items: AsyncIterator[StreamItem]) -> None:
    aclose = getattr(items, "aclose", None)
    if aclose is not None:
        await aclose()


def _request(place: Place, number: int, temperature: float) -> ModelRequest:
    gap = " " if place.section and place.start else ""
    if place.start:
        grammar = sentence_grammar.CONTINUED
    else:
        grammar = sentence_grammar.NEXT if place.section else sentence_grammar.FIRST
    turns = [Message("user", place.instruction)]
    if prefix := f"{place.section}{gap}{place.start}":
        turns.append(Message("assistant", prefix))
    used = [sentence.split(" ", 1)[0].strip(",") for sentence in sentences(place.before)[-3:]]
    extra = {
        **_SAMPLING,
        "grammar": grammar,
        "logit_bias": sentence_grammar.withdrawn(number, used, place.subject),
        "seed": seed(place.seed, number),
    }
    return ModelRequest(tuple(turns), _MAX_TOKENS, temperature, extra=extra)


def seed(place: str, number: int) -> int:
    """A seed of 31 bits that is the same in every run."""
    digest = hashlib.blake2b(f"{place}|{number}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) & 0x7FFFFFFF
