"""The guide's limit: starting generations, so many a minute for each caller."""

from alwrity.auth import Caller
from alwrity.errors import RateLimitedError
from alwrity.runtime import Runtime
from alwrity.scaling.rate_limit.policy import Policy


async def limit_starts(runtime: Runtime, caller: Caller) -> dict[str, str]:
    """Count one start; gives the `RateLimit-*` fields of the answer.

    Raises:
        RateLimitedError: With `Retry-After`.
    """
    policy = Policy.parse(runtime.settings.generation.generate_limit)
    decision = await runtime.limits.hit(f"generate:{caller.subject}", policy)
    if not decision.allowed and decision.limit is not None:
        limit = decision.limit
        raise RateLimitedError(
            f"More than {limit.amount} generations in {limit.window} seconds; "
            f"try again in {decision.headers['Retry-After']} s.",
            headers=decision.headers,
        )
    return decision.headers
