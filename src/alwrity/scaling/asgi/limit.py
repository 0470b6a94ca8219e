"""Limits at the edge: by address before it is known who calls, by caller after it."""

from collections import Counter
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alwrity.scaling.rate_limit.policy import Decision, RateLimitStore
from alwrity.scaling.rate_limit.rules import Rules, Templates


class LimitRequests:
    """Count every request against its subject's policy; refuse what is above it.

    The answer carries `RateLimit-*` fields unless something further in set its own.

    Args:
        app: The application inside.
        store: Where to count.
        rules: The policy of a request.
        subject: Whom to count against; None to count nothing.
        plan: The subject's plan, for rules that ask for one.
        name: Sets the counts of this middleware apart from another's.
        reject: The application that answers a refused request.
        free: Event streams; resuming one (`Last-Event-ID`) costs nothing.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        store: RateLimitStore,
        rules: Rules,
        subject: Callable[[Scope], str | None],
        name: str,
        reject: Callable[[Decision], ASGIApp],
        plan: Callable[[Scope], str] = lambda _scope: "",
        free: Templates | None = None,
    ) -> None:
        self.app = app
        self.store = store
        self.rules = rules
        self.subject = subject
        self.plan = plan
        self.name = name
        self.reject = reject
        self.free = free or Templates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, then pass on or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        subject = self.subject(scope)
        path = scope["path"]
        if subject is None or (path in self.free and _resumes(scope)):
            await self.app(scope, receive, send)
            return
        rule = self.rules.find(scope["method"], path, self.plan(scope))
        key = f"{self.name}:{rule.name or rule.path}:{subject}"
        decision = await self.store.hit(key, rule.policy, rule.cost)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and decision.limit is not None:
                headers = list(message.get("headers", ()))
                if not any(name.lower() == b"ratelimit-limit" for name, _ in headers):
                    fields = decision.headers.items()
                    ours = [(name.lower().encode(), value.encode()) for name, value in fields]
                    message = {**message, "headers": [*headers, *ours]}
            await send(message)

        app = self.app if decision.allowed else self.reject(decision)
        await app(scope, receive, told)


class BoundStreams:
    """Bound the event streams that one subject holds open on this server.

    Args:
        app: The application inside.
        streams: The templates of event streams.
        bound: Streams of one subject, at most.
        subject: Whose stream it is; None for nobody's, which is passed on.
        reject: The application that answers when there are too many.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        streams: Templates,
        bound: int,
        subject: Callable[[Scope], str | None],
        reject: Callable[[], ASGIApp],
    ) -> None:
        self.app = app
        self.streams = streams
        self.bound = bound
        self.subject = subject
        self.reject = reject
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on while there is room."""
        subject = None
        if scope["type"] == "http" and scope["path"] in self.streams:
            subject = self.subject(scope)
        if subject is None:
            await self.app(scope, receive, send)
            return
        if self.open[subject] >= self.bound:
            await self.reject()(scope, receive, send)
            return
        self.open[subject] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open[subject] -= 1
            if not self.open[subject]:
                del self.open[subject]


def _resumes(scope: Scope) -> bool:
    return any(name == b"last-event-id" for name, _ in scope["headers"])
