"""Requests made from the OpenAPI document: every operation, with bodies that fit their schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_METHODS = ("get", "put", "post", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    path_params: tuple[str, ...]
    uuid_query_params: tuple[str, ...]
    required_query: Mapping[str, Mapping[str, Any]]
    body: Mapping[str, Any] | None
    streams: bool


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method not in methods:
                continue
            described = methods[method]
            params = described.get("parameters", [])
            content = described.get("requestBody", {}).get("content", {})
            yield Operation(
                method.upper(),
                path,
                tuple(p["name"] for p in params if p["in"] == "path"),
                tuple(
                    p["name"] for p in params if p["in"] == "query" and "uuid" in str(p["schema"])
                ),
                {
                    p["name"]: p["schema"]
                    for p in params
                    if p["in"] == "query" and p.get("required")
                },
                content.get("application/json", {}).get("schema"),
                "text/event-stream" in str(described.get("responses", {})),
            )


class Sampler:
    """Values for schemas; identifiers are those of `ids`, by the property's name.

    Args:
        optional: Whether to give optional properties too.
    """

    def __init__(
        self, document: Mapping[str, Any], ids: Mapping[str, str], *, optional: bool
    ) -> None:
        self._components = document.get("components", {}).get("schemas", {})
        self._ids = ids
        self._optional = optional

    def sample(self, schema: Mapping[str, Any], name: str = "") -> Any:
        schema = self._resolved(schema)
        if schema.get("format") == "uuid":
            return self._ids.get(name, self._ids["content_id"])
        for told in ("const", "default"):
            if schema.get(told) is not None:
                return schema[told]
        if "enum" in schema:
            return schema["enum"][0]
        return self._of_type(schema, name)

    def _of_type(self, schema: Mapping[str, Any], name: str) -> Any:
        match schema.get("type"):
            case "object":
                value: Any = self._object(schema)
            case "array":
                wanted = max(schema.get("minItems", 0), int(self._optional))
                value = [self.sample(schema.get("items", {}), name.removesuffix("s"))] * wanted
            case "integer" | "number":
                value = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            case "boolean":
                value = True
            case "null":
                value = None
            case _:
                value = self._text(schema)
        return value

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        required = schema.get("required", [])
        return {
            name: self.sample(part, name)
            for name, part in schema.get("properties", {}).items()
            if self._optional or name in required
        }

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while True:
            if "$ref" in schema:
                schema = self._components[schema["$ref"].rsplit("/", 1)[-1]]
            elif len(schema.get("allOf", ())) == 1:
                schema = schema["allOf"][0]
            elif "anyOf" in schema or "oneOf" in schema:
                choices = schema.get("anyOf") or schema["oneOf"]
                schema = next((c for c in choices if c.get("type") != "null"), choices[0])
            else:
                return schema

    def _text(self, schema: Mapping[str, Any]) -> str:
        known = {
            "email": "somebody@new.example",
            "password": "correct horse battery",
            "uri": "https://example.com/page",
            "date": "2026-01-02",
            "date-time": "2026-01-02T03:04:05Z",
        }
        text = known.get(schema.get("format", ""), "words")
        text = text.ljust(schema.get("minLength", 0), "s")
        return text[: schema.get("maxLength", len(text))]
