"""Settings → engines, stores, broker and providers; the web and worker roles share one."""

import structlog

from alwrity.database import Database
from alwrity.fetch.hosts import Hosts
from alwrity.group_commit import GroupCommit
from alwrity.jobs.crowd import Crowd
from alwrity.jobs.queue import JobQueue
from alwrity.providers.protocol import Provider
from alwrity.providers.router import Router
from alwrity.scaling.metrics import Metrics
from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import RateLimitStore
from alwrity.scaling.rate_limit.redis import RedisRateLimitStore
from alwrity.scaling.rate_limit.servers import ServerCount
from alwrity.scaling.redis import RedisClient
from alwrity.scaling.streams.memory import MemoryBroker
from alwrity.settings import Settings

log = structlog.get_logger(__name__)

#: Every request waits for a limit's answer at most so long; then this server decides alone.
_REDIS_SECONDS = 0.25


class Runtime:
    """What one process owns. Making one opens nothing; `close` gives everything back.

    Args:
        settings: The knobs.
        provider: The chain of language models.

    Attributes:
        crowd: Of generations that wait.
        redis: The server that coordinates the fleet; None on one machine alone.
        servers: Counts the servers that share the limits, once it is started.
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
        self.crowd = Crowd()
        self.redis: RedisClient | None = None
        self.servers: ServerCount | None = None
        self.limits: RateLimitStore = MemoryRateLimitStore()
        if url := settings.redis_url.get_secret_value():
            self.redis = RedisClient(
                url, connect_seconds=_REDIS_SECONDS, answer_seconds=_REDIS_SECONDS, changed=_tell
            )
            self.servers = ServerCount(self.redis)
            self.limits = RedisRateLimitStore(self.redis, servers=self.servers)
        self.commits = GroupCommit(self.database)
        self.hosts = Hosts()
        self.draining = False

    async def close(self) -> None:
        """Give back connections and child processes."""
        await self.provider.close()
        await self.commits.settle()
        await self.database.close()
        if self.servers is not None:
            await self.servers.aclose()
        await self.limits.aclose()
        if self.redis is not None:
            await self.redis.aclose()


def _tell(healthy: bool, reason: str) -> None:
    if healthy:
        log.info("redis_back")
    else:
        log.warning("redis_lost", detail=reason, then="limits hold for this server's share")
