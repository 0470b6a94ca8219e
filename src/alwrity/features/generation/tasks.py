"""What workers run for generations."""

from dataclasses import replace
from uuid import UUID

from alwrity.errors import FetchError, InvalidInputError, UnavailableError
from alwrity.features.generation import repository, service
from alwrity.features.generation.drafting import Drafter
from alwrity.features.generation.drafting_large import LargeDrafter
from alwrity.features.generation.drafting_small import SmallDrafter
from alwrity.features.generation.event_log import EventLog
from alwrity.features.generation.pipeline import Pipeline, is_hopeless
from alwrity.features.generation.sources import policy_of
from alwrity.features.generation.takeover import TakeOvers
from alwrity.jobs.loop import PostponedError, Task
from alwrity.jobs.queue import ClaimedJob
from alwrity.providers.errors import ProviderBusyError
from alwrity.providers.protocol import Drafting, Provider
from alwrity.runtime import Runtime

# Crashes without a checkpoint between them: a machine may restart often in a bad hour.
_ATTEMPTS = 25
# Failures of all models of the chain, with growing pauses between them; then a person decides.
_MODEL_ATTEMPTS = 5
# While no model can be called at all it waits in the queue, for as long as that takes.
_LONGEST_PAUSE = 30.0


def drafter_for(provider: Provider) -> Drafter:
    """The strategy that suits the first model of the chain."""
    if provider.capabilities.drafting is Drafting.SMALL:
        return SmallDrafter(provider)
    return LargeDrafter(provider)


def register(runtime: Runtime, log: EventLog) -> dict[str, Task]:
    """The tasks by the names that jobs carry."""
    policy = replace(policy_of(runtime.settings.fetch), hosts=runtime.hosts)
    pipeline = Pipeline(
        runtime.database, TakeOvers(runtime.commits), runtime.broker, log, runtime.provider,
        drafter_for, policy, runtime.metrics,
    )  # fmt: skip

    async def run(job: ClaimedJob) -> bool:
        try:
            return await pipeline.run(job)
        except (FetchError, InvalidInputError) as error:
            await fail(job, error.detail)
        except ProviderBusyError as error:
            raise PostponedError(
                error.detail, delay=min(error.retry_after, _LONGEST_PAUSE)
            ) from error
        except UnavailableError:
            raise  # the database is away: the models did not fail
        except Exception as error:  # any fault must end in a state that a person sees
            if job.attempts < _MODEL_ATTEMPTS and not is_hopeless(error):
                raise
            await fail(job, str(error))
        return False

    async def fail(job: ClaimedJob, error: str) -> None:
        await service.fail(runtime, job.workspace_id, _generation(job), error)

    async def compact(job: ClaimedJob) -> None:
        await service.compact(runtime, job.workspace_id, _generation(job))

    return {
        repository.RUN: Task(run, buried=fail, attempts=_ATTEMPTS),
        repository.COMPACT: Task(compact),
    }


def _generation(job: ClaimedJob) -> UUID:
    return UUID(job.payload["generation_id"])
