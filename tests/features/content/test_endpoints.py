import httpx
from fastapi.routing import APIRoute

from alwrity.auth import Action
from alwrity.edge import EdgeRoute
from alwrity.features.content import endpoints, revision_endpoints

ROUTES = [*endpoints.router.routes, *revision_endpoints.router.routes]


def test_every_route_is_guarded_and_commits_at_the_edge() -> None:
    assert len(ROUTES) == 18
    for route in ROUTES:
        assert isinstance(route, APIRoute)
        assert isinstance(route, EdgeRoute)
        calls = [dependency.call for dependency in route.dependant.dependencies]
        actions = [call.action for call in calls if hasattr(call, "action")]
        reads = route.methods == {"GET"}
        assert actions == [Action.CONTENT_READ if reads else Action.CONTENT_WRITE], route.path


async def test_the_routes_are_described(api: httpx.AsyncClient) -> None:
    described = (await api.get("/openapi.json")).json()

    paths = described["paths"]
    save = paths["/api/content/{content_id}"]["put"]
    assert {"200", "401", "403", "404", "409", "412", "422", "428"} <= set(save["responses"])
    assert {p["name"] for p in save["parameters"]} == {"content_id", "if-match"}
    listed = {p["name"]: p for p in paths["/api/content"]["get"]["parameters"]}
    assert {"q", "tag", "status", "sort", "cursor", "limit", "deleted"} <= set(listed)
    assert listed["tag"]["schema"]["type"] == "array"
    title = described["components"]["schemas"]["NewPiece"]["properties"]["title"]
    assert title["maxLength"] == 300
