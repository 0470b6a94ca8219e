"""What the browser itself counts."""

from playwright.async_api import CDPSession


async def task_seconds(devtools: CDPSession) -> float:
    """Seconds that the page's thread has worked so far."""
    answer = await devtools.send("Performance.getMetrics")
    return float(
        next(part["value"] for part in answer["metrics"] if part["name"] == "TaskDuration")
    )
