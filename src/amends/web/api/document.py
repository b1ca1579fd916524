"""The OpenAPI document, made from the calls and their types."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec

from amends.web.api.calls import Call, view
from amends.web.api.coach import CARD, READ
from amends.web.refused import CODES, JSON, Refusal

HOME = "/api/v1/"
NAMED = "#/components/schemas/{name}"
ALWAYS, WITH_BODY = (405, 500), (400, 413, 415, 422)
CALLS: Mapping[str, tuple[Call, ...]] = {"read": (READ,), "card": (CARD,)}  # by what follows HOME


@cache
def document() -> dict[str, Any]:
    """The document: every call, and the schema of all that it takes and gives."""
    calls = [(path, call) for path, there in CALLS.items() for call in there]
    shapes = [Refusal, *(shape for _path, call in calls for shape in (call.takes, call.gives) if shape)]
    named, components = msgspec.json.schema_components(shapes, ref_template=NAMED)
    schema = dict(zip(map(repr, shapes), named, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for path, call in calls:
        paths.setdefault(HOME + path, {})[call.method.lower()] = _operation(path, call, schema)
    about = "The coach for other programs. All words are answered here, and none of them is kept or passed on."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Amends", "version": version("amends"), "description": about},
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(path: str, call: Call, schema: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"operationId": f"{call.method.lower()}-{path}", "summary": call.about}
    if call.takes:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": schema[repr(call.takes)]}}}
    statuses = sorted({*ALWAYS, *call.refuses, *(WITH_BODY if call.takes else ())})
    refusals = {str(status): _content(CODES[status], schema[repr(Refusal)]) for status in statuses}
    return told | {"responses": {"200": _content("the answer", schema[repr(call.gives)]), **refusals}}


def _content(about: str, schema: Any) -> dict[str, Any]:
    return {"description": about, "content": {JSON: {"schema": schema}}}


openapi = view(Call("GET", "This document.", dict[str, Any], lambda _request, _none: document()))
VIEWS = {path: view(*calls) for path, calls in CALLS.items()}
