"""The guide's four metrics, and a registry of one's own per application (nothing global)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_FIRST_TOKEN_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60)
_GENERATION_BUCKETS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)


class Metrics:
    """What one process counts.

    Attributes:
        requests: Requests by method, route template and status class.
        duration: Seconds until an answer began, by method and route template.
        connections: Requests and streams under way.
        generation: Seconds from start to end of a generation, by outcome.
        breaker_state: 0 closed, 1 half-open, 2 open, by what is called.
        breaker_changes: Changes of state, by what is called and the new state.
        admission_limit: Calls let through at once.
        admission_in_flight: Calls under way.
        admission_waiting: Calls in the queue.
        shed: Calls and requests turned away before they began.
        first_token: Seconds from a call to its first token.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "http_requests_total", "Total HTTP requests.", ["method", "endpoint", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.duration = Histogram(
            "http_request_duration_seconds", "Seconds until an HTTP answer began.",
            ["method", "endpoint"], buckets=_REQUEST_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self.connections = Gauge(
            "active_connections", "Requests and streams under way.", registry=self.registry
        )
        self.generation = Histogram(
            "content_generation_seconds", "Seconds from start to end of a generation.",
            ["outcome"], buckets=_GENERATION_BUCKETS, registry=self.registry,
        )  # fmt: skip
        self.breaker_state = self._gauge("breaker_state", "0 closed, 1 half-open, 2 open.")
        self.breaker_changes = Counter(
            "breaker_changes_total", "Changes of a breaker's state, by the new one.",
            ["name", "state"], registry=self.registry,
        )  # fmt: skip
        self.admission_limit = self._gauge("admission_limit", "Calls let through at once.")
        self.admission_in_flight = self._gauge("admission_in_flight", "Calls under way.")
        self.admission_waiting = self._gauge("admission_waiting", "Calls in the queue.")
        self.shed = Counter(
            "shed_total", "Calls and requests turned away before they began.", ["name"],
            registry=self.registry,
        )  # fmt: skip
        self.first_token = Histogram(
            "first_token_seconds", "Seconds from a call of a model to its first token.", ["name"],
            buckets=_FIRST_TOKEN_BUCKETS, registry=self.registry,
        )  # fmt: skip

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(name, says, ["name"], registry=self.registry)
