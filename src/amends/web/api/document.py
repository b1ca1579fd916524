"""The OpenAPI document, made from the calls and their types."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from django.conf import settings

from amends.web.api.calls import Call, view
from amends.web.api.coach import CARD, READ
from amends.web.api.diary import CHILDREN, EXPORT, KEEP, PAGES, REPAIR, REPAIRS
from amends.web.refused import CODES, JSON, Refusal

HOME = "/api/v1/"  # below the server that the document names
NAMED = "#/components/schemas/{name}"
ALWAYS, WITH_BODY = (405, 500), (400, 413, 415, 422)
CALLS: Mapping[str, tuple[Call, ...]] = {  # by what follows HOME
    "read": (READ,),
    "card": (CARD,),
    "repairs": (REPAIRS,),
    "repairs/{id}": (REPAIR,),
    "pages": (PAGES, KEEP),
    "children": (CHILDREN,),
    "export": (EXPORT,),
}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
TOKEN = {"type": "http", "scheme": "bearer", "description": "A token that an account's page on programs made."}


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
    about = "The coach, and a diary for programs that its owner let in. What is sent to the coach is not kept."
    servers = {} if settings.WHOLE_HOST else {"servers": [{"url": settings.PATH.removesuffix("/")}]}
    return servers | {
        "openapi": "3.1.0",
        "info": {"title": "Amends", "version": version("amends"), "description": about},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": TOKEN}},
    }


def _operation(path: str, call: Call, schema: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"operationId": f"{call.method.lower()}-{path}", "summary": call.about}
    if parameters := _parameters(path, call):
        told["parameters"] = parameters
    if call.scope:
        told["security"] = [{"token": [call.scope]}]
    if call.takes:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": schema[repr(call.takes)]}}}
    statuses = sorted({*ALWAYS, *call.refuses, *(WITH_BODY if call.takes else ())})
    refusals = {str(status): _content(CODES[status], schema[repr(Refusal)]) for status in statuses}
    answer = _content("the answer", schema[repr(call.gives)])
    return told | {"responses": {str(call.status): answer, **refusals}}


def _parameters(path: str, call: Call) -> list[dict[str, Any]]:
    asks = [{"name": name, "in": "query", "description": told, "schema": schema} for name, told, schema in call.asks]
    return [*([ID] if "{id}" in path else []), *asks]


def _content(about: str, schema: Any) -> dict[str, Any]:
    return {"description": about, "content": {JSON: {"schema": schema}}}


openapi = view(Call("GET", "This document.", dict[str, Any], lambda _request, _none: document()))
VIEWS = {path: view(*calls) for path, calls in CALLS.items()}
