"""The result that is kept for a piece, with what somebody put aside of it."""

import httpx
from tests.features.content.conftest import api, people
from tests.support.library import as_, make, save

from alwrity.features.seo import service
from alwrity.runtime import Runtime

__all__ = ["api", "people"]

TEXT = "# Bread\n\nWe utilize flour. It is very simple.\n"


async def analyse(runtime: Runtime) -> None:
    """Do the work that waits, as a worker would."""
    for job in await runtime.jobs.claim("default", 10):
        await service.analyse_saved(runtime, job)
        await runtime.jobs.finish(job)


async def test_a_finding_that_is_put_aside_is_told_and_changes_no_score(
    api: httpx.AsyncClient, runtime: Runtime
) -> None:
    made = await make(api, body=TEXT)
    path = f"/content/{made.json()['id']}"
    assert (await api.get(f"{path}/analysis")).status_code == 404
    await analyse(runtime)
    before = (await api.get(f"{path}/analysis", headers=as_("reader"))).json()
    findings = [finding["id"] for finding in before["result"]["findings"]]
    assert before["dismissed"] == []
    assert before["open_findings"] == len(findings) > 1

    put = {"add": [findings[0], "of another text"]}
    fields = {"If-Match": made.headers["etag"]}
    await api.patch(f"{path}/dismissed", json=put, headers=fields)

    after = (await api.get(f"{path}/analysis")).json()
    assert after["dismissed"] == [findings[0]]
    assert after["open_findings"] == len(findings) - 1
    assert after["result"] == before["result"]
    # It outlives a revision, and comes back when it is taken back.
    saved = await save(api, made, body=TEXT + "\nOne more sentence stands here.\n")
    await analyse(runtime)
    later = (await api.get(f"{path}/analysis")).json()
    assert later["revision"] == 2
    assert later["dismissed"] == [findings[0]]
    fields = {"If-Match": saved.headers["etag"]}
    await api.patch(f"{path}/dismissed", json={"remove": [findings[0]]}, headers=fields)
    assert (await api.get(f"{path}/analysis")).json()["dismissed"] == []
