"""What workers run for the analysis."""

from alwrity.features.seo import service
from alwrity.jobs.loop import Task
from alwrity.jobs.queue import ClaimedJob
from alwrity.runtime import Runtime

ANALYSE = "seo.analyse"


def register(runtime: Runtime) -> dict[str, Task]:
    """The tasks by the names that jobs carry."""

    async def run(job: ClaimedJob) -> None:
        await service.analyse_saved(runtime, job)

    return {ANALYSE: Task(run)}
