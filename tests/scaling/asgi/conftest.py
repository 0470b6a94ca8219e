"""The worlds of the cache's own tests."""

from tests.scaling.cache.conftest import cache, world

__all__ = ["cache", "world"]
