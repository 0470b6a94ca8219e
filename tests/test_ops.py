import httpx

from alwrity.runtime import Runtime


async def test_health_reports_every_part_with_the_guides_fields(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")

    assert answer.status_code == 200
    report = answer.json()
    assert report["status"] == "healthy"
    assert report["database"] == "healthy"
    assert report["redis"] == "not configured"
    assert report["timestamp"].endswith("+00:00")


async def test_a_draining_server_is_alive_but_not_ready(
    client: httpx.AsyncClient, runtime: Runtime
) -> None:
    runtime.draining = True

    assert (await client.get("/health/live")).status_code == 200
    assert (await client.get("/health/ready")).status_code == 503
    assert (await client.get("/health")).status_code == 503


async def test_metrics_count_by_route_template(client: httpx.AsyncClient) -> None:
    await client.get("/health/live")
    await client.get("/api/no/such/route")

    text = (await client.get("/metrics")).text

    assert 'http_requests_total{endpoint="/health/live",method="GET",status="2xx"} 1.0' in text
    assert 'endpoint="unmatched"' in text
    assert "/api/no/such/route" not in text
    assert "active_connections 1.0" in text
    assert "content_generation_seconds" in text


async def test_every_answer_carries_a_request_id(client: httpx.AsyncClient) -> None:
    given = await client.get("/health/live", headers={"X-Request-ID": "abc-1"})
    made = await client.get("/health/live", headers={"X-Request-ID": "bad id\t"})

    assert given.headers["x-request-id"] == "abc-1"
    assert len(made.headers["x-request-id"]) == 32


async def test_without_login_only_this_machine_is_answered(client: httpx.AsyncClient) -> None:
    for headers in (
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"X-Forwarded-For": "203.0.113.7"},
    ):
        answer = await client.get("/health/live", headers=headers)
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
