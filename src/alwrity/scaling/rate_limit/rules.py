"""Which policy holds for a request: by method, route template and plan, before it is routed."""

import re
from dataclasses import dataclass, field

from alwrity.scaling.rate_limit.policy import Policy

_WORDS = re.compile(r"(?:([A-Z]+) +)?(/\S*) +(?:@(\S+) +)?(\S.*)")
_PARAMETER = re.compile(r"\{[^{}:]+(:path)?\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy for some requests.

    Attributes:
        path: A route template such as "/api/contents/{id}", or "/api/{rest:path}" for all below.
        policy: What holds.
        methods: Which methods; empty for all.
        plan: Of callers with this plan only; empty for all.
        cost: What one request counts.
        name: Rules of one name share their counts; by default the template.
    """

    path: str
    policy: Policy
    methods: frozenset[str] = frozenset()
    plan: str = ""
    cost: int = 1
    name: str = ""


def parse_rules(words: str) -> tuple[Rule, ...]:
    """Read "POST /api/seo/analyse 60/minute; 500/day, /api/content/{id} @trial 100/minute".

    A method, or none for all; a route template; a plan behind an @, or none for all; a policy.

    Raises:
        ValueError: When one of them is no such thing.
    """
    rules = []
    for part in filter(None, (part.strip() for part in words.split(","))):
        match = _WORDS.fullmatch(part)
        if match is None:
            raise ValueError(
                f"no rule in {part!r}; write it like 'POST /api/seo/analyse 60/minute'"
            )
        methods = frozenset({match[1]}) if match[1] else frozenset[str]()
        rules.append(
            Rule(
                match[2],
                Policy.parse(match[4]),
                methods,
                plan=match[3] or "",
                name=f"{match[1] or ''} {match[2]}",
            )
        )
    return tuple(rules)


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in order: the first that fits holds.

    Attributes:
        rules: Looked at before the default.
        default: What holds for all others; they share one count.
    """

    default: Rule
    rules: tuple[Rule, ...] = ()
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        patterns = tuple(_pattern(rule.path) for rule in self.rules)
        object.__setattr__(self, "_patterns", patterns)

    def find(self, method: str, path: str, plan: str = "") -> Rule:
        """The rule of a request."""
        for rule, pattern in zip(self.rules, self._patterns, strict=True):
            if (
                (not rule.methods or method in rule.methods)
                and (not rule.plan or rule.plan == plan)
                and pattern.fullmatch(path)
            ):
                return rule
        return self.default


class Templates:
    """A set of route templates, to ask whether a path is of one."""

    def __init__(self, *templates: str) -> None:
        self._patterns = [_pattern(template) for template in templates]

    def __contains__(self, path: str) -> bool:
        return any(pattern.fullmatch(path) for pattern in self._patterns)


def _pattern(template: str) -> re.Pattern[str]:
    text, end = "", 0
    for match in _PARAMETER.finditer(template):
        text += re.escape(template[end : match.start()]) + (".*" if match[1] else "[^/]+")
        end = match.end()
    return re.compile(text + re.escape(template[end:]))
