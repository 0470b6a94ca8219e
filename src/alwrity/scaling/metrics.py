"""The guide's four metrics, and a registry of one's own per application (nothing global)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_GENERATION_BUCKETS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)


class Metrics:
    """What one process counts.

    Attributes:
        requests: Requests by method, route template and status class.
        duration: Seconds until an answer began, by method and route template.
        connections: Requests and streams under way.
        generation: Seconds from start to end of a generation, by outcome.
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
