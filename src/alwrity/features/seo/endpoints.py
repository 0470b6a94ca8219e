"""Routes of the analysis."""

from uuid import UUID

from fastapi import APIRouter

from alwrity.deps import CanAnalyse, CanReadContent, CurrentRuntime, Reading
from alwrity.edge import EdgeRoute
from alwrity.errors import NotFoundError
from alwrity.features.content import service as content
from alwrity.features.seo import service
from alwrity.features.seo.schemas import AnalyseIn, AnalysisOut, SavedAnalysis
from alwrity.features.seo.target import Target
from alwrity.fetch.policy import FetchPolicy
from alwrity.problems import documented

router = APIRouter(route_class=EdgeRoute, tags=["analysis"])


@router.post("/seo/analyse", responses=documented(401, 403, 409, 413, 422))
async def analyse(wish: AnalyseIn, _caller: CanAnalyse, runtime: CurrentRuntime) -> AnalysisOut:
    """Analyse a text or a page; nothing is stored."""
    if wish.url:
        loopback = runtime.settings.fetch.allow_loopback_sources
        policy = FetchPolicy(allow_loopback=loopback, any_port=loopback, hosts=runtime.hosts)
        analysis = await service.analyse_address(wish.url, wish.keyphrase, policy)
    else:
        target = Target(
            keyphrase=wish.keyphrase, title=wish.title, language=wish.language,
            meta_description=wish.meta_description, slug=wish.slug,
        )  # fmt: skip
        analysis = await service.analyse_text(wish.text, target)
    return AnalysisOut.model_validate(analysis.to_dict())


@router.get("/content/{content_id}/analysis", responses=documented(401, 403, 404, 422))
async def of_piece(content_id: UUID, caller: CanReadContent, session: Reading) -> SavedAnalysis:
    """The newest result for a piece, and which of its findings are put aside."""
    piece = await content.get_piece(
        session, workspace_id=caller.workspace_id, content_id=content_id
    )
    row = await service.latest(session, caller.workspace_id, content_id)
    if row is None or row.revision is None:
        raise NotFoundError("This piece has not been analysed yet; try again in a moment.")
    result = AnalysisOut.model_validate(row.result)
    put_aside = set(piece.dismissed)
    dismissed = [finding.id for finding in result.findings if finding.id in put_aside]
    return SavedAnalysis(
        revision=row.revision,
        created_at=row.created_at,
        result=result,
        dismissed=dismissed,
        open_findings=len(result.findings) - len(dismissed),
    )
