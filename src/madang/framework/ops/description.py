"""The OpenAPI description of what watchers ask: plain views, which answer even where the rest of the house does not."""

from typing import Any

_PART = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "sound": {"type": "boolean"}},
    "required": ["name", "sound"],
}
_ALIVE = {"type": "object", "properties": {"alive": {"const": True}}, "required": ["alive"]}
_READY = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}, "parts": {"type": "array", "items": _PART}},
    "required": ["ready", "parts"],
}
_PROBLEM = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("type", "title", "detail", "code")}
    | {"status": {"const": 403}},
    "required": ["type", "title", "status", "detail", "code"],
}


def _answers(schema: dict[str, Any], words: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": schema}}}


def _operation(name: str, summary: str, responses: dict[str, Any]) -> dict[str, Any]:
    return {"get": {"operationId": name, "summary": summary, "responses": responses}}


def description() -> dict[str, Any]:
    """OpenAPI 3.1 of `/health/live`, `/health/ready` and `/metrics`."""
    ready = {"200": _answers(_READY, "It can serve."), "503": _answers(_READY, "A part is missing.")}
    metrics = {
        "200": _answers({"type": "string"}, "Prometheus' text.", "text/plain"),
        "403": _answers(_PROBLEM, "Asked from elsewhere.", "application/problem+json"),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Health", "version": "1", "description": "For load balancers and whoever watches."},
        "paths": {
            "/health/live": _operation("health_live", "Alive", {"200": _answers(_ALIVE, "The process answers.")}),
            "/health/ready": _operation("health_ready", "Ready", ready),
            "/metrics": _operation("metrics", "Metrics", metrics),
        },
    }
