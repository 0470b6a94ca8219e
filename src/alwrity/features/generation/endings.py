"""How generations end: those that end in one commit do it together, a handful of statements.

The caller holds their fences, and none of them has ended before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alwrity.database import WriteSession
from alwrity.features.content import service as content
from alwrity.features.generation import repository
from alwrity.features.generation.events import dump
from alwrity.features.generation.states import State
from alwrity.features.generation.takeover import Run
from alwrity.features.seo import service as seo
from alwrity.features.seo.analysis import Analysis
from alwrity.group_commit import apply, inserting
from alwrity.jobs.queue import finishing


@dataclass(frozen=True, slots=True)
class Ending:
    """A generation that is written.

    Attributes:
        run: With the whole text.
        title: The piece's.
        analysis: Of that text.
        demo: Whether the small model wrote it.
    """

    run: Run
    title: str
    analysis: Analysis
    demo: bool

    def told(self, revision: int) -> str:
        """The data of the last event."""
        return dump({
            "state": State.DONE, "content_id": str(self.run.content_id), "revision": revision,
            "seo_score": self.analysis.seo_score, "quality_score": self.analysis.quality_score,
            "cut_off": self.run.cut_off, "provider": self.run.finished[-1].provider,
            "demo": self.demo,
        })  # fmt: skip


async def end_all(session: WriteSession, endings: Sequence[Ending]) -> list[str]:
    """Let people edit the pieces, keep their analyses, remove the jobs.

    Returns:
        The data of their last events.
    """
    revisions = await content.complete_all(
        session,
        [
            content.Written(
                ending.run.workspace_id, ending.run.content_id, ending.run.author_id,
                ending.title, ending.run.text, ending.analysis.seo_score,
                ending.analysis.quality_score,
            )
            for ending in endings
        ],
    )  # fmt: skip
    ended = list(zip(endings, revisions, strict=True))
    rows = [
        row
        for ending, revision in ended
        for row in (
            seo.result_row(
                ending.run.workspace_id, ending.run.content_id, revision, ending.analysis
            ),
            repository.compaction(ending.run.workspace_id, ending.run.generation_id),
        )
    ]
    jobs = [finishing(ending.run.job) for ending in endings]
    await apply(session, [*(inserting(*row) for row in rows), *jobs])
    return [ending.told(revision) for ending, revision in ended]
