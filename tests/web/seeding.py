"""Pieces in the library, made over the API as a client would."""

import aiohttp

_TEXTS = (
    ("How small bakeries reduce food waste", "approved"),
    ("When to rebuild the search index", "draft"),
    ("A field guide to sourdough in winter", "review"),
    ("What a queue tells about a bakery", "draft"),
    ("The case for smaller afternoon batches", "review"),
    ("Twelve ways to sell day-old bread", "approved"),
)
_BODY = """# {title}

Most bakeries throw away a tenth of what they bake. The first step is to count it, every evening.

## Count before you cut

A sheet of paper beside the till is enough. Write down what is left, and what ran out before noon.

## Bake twice

A small batch in the afternoon sells better than a large one in the morning: it is still warm.
"""


async def seed(url: str, count: int = len(_TEXTS)) -> list[str]:
    """Make pieces; gives their ids."""
    ids = []
    async with aiohttp.ClientSession(url) as http:
        for number in range(count):
            title, status = _TEXTS[number % len(_TEXTS)]
            piece = {"title": title, "body": _BODY.format(title=title), "keyphrase": "bakery"}
            async with http.post("/api/content", json=piece) as answer:
                assert answer.status == 201, await answer.text()
                made = await answer.json()
                etag = answer.headers["ETag"]
            steps = {"draft": (), "review": ("review",), "approved": ("review", "approved")}[status]
            for step in steps:
                async with http.patch(
                    f"/api/content/{made['id']}", json={"status": step}, headers={"If-Match": etag}
                ) as answer:
                    assert answer.status == 200, await answer.text()
                    etag = answer.headers["ETag"]
            ids.append(made["id"])
    return ids
