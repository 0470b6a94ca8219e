"""Settings → engines, stores, broker and providers; the web and worker roles share one."""

from alwrity.database import Database
from alwrity.fetch.hosts import Hosts
from alwrity.group_commit import GroupCommit
from alwrity.jobs.queue import JobQueue
from alwrity.providers.protocol import Provider
from alwrity.providers.router import Router
from alwrity.scaling.metrics import Metrics
from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import RateLimitStore
from alwrity.scaling.streams.memory import MemoryBroker
from alwrity.settings import Settings


class Runtime:
    """What one process owns. Making one opens nothing; `close` gives everything back.

    Args:
        settings: The knobs.
        provider: The chain of language models.

    Attributes:
        draining: Whether a graceful stop has begun: not ready any more, streams say goodbye.
    """

    def __init__(self, settings: Settings, provider: Provider) -> None:
        self.settings = settings
        self.provider = provider
        self.metrics = Metrics()
        if isinstance(provider, Router):
            provider.report_to(self.metrics)
        self.database = Database(settings)
        self.broker = MemoryBroker()
        self.jobs = JobQueue(self.database, self.broker)
        self.limits: RateLimitStore = MemoryRateLimitStore()
        self.commits = GroupCommit(self.database)
        self.hosts = Hosts()
        self.draining = False

    async def close(self) -> None:
        """Give back connections and child processes."""
        await self.provider.close()
        await self.commits.settle()
        await self.database.close()
