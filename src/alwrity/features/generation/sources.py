"""Judging a brief's addresses before it is accepted, so that a bad one is told at once."""

from alwrity.features.generation.schemas import BriefIn
from alwrity.fetch.client import check_url
from alwrity.fetch.policy import FetchPolicy
from alwrity.settings import FetchSettings


def policy_of(settings: FetchSettings) -> FetchPolicy:
    """What addresses may be, by the settings."""
    loopback = settings.allow_loopback_sources
    return FetchPolicy(allow_loopback=loopback, any_port=loopback)


async def check_addresses(brief: BriefIn, settings: FetchSettings) -> None:
    """Resolve and judge every address; the worker judges again when it connects.

    Raises:
        FetchError: Names the address and the rule.
    """
    for source in brief.sources:
        if source.kind == "url":
            await check_url(source.url, policy=policy_of(settings))
