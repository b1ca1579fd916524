"""The OpenAPI document, made from the calls and their types."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from django.conf import settings

from amends.web.api.answered import ANSWER
from amends.web.api.calls import Call, Named, view
from amends.web.api.coach import CARD, READ
from amends.web.api.diary import (
    ALL_PAGES,
    CHILDREN,
    EXPORT,
    KEEP,
    MOMENTS,
    PAGE,
    REMOVE_PAGE,
    REMOVE_REPAIR,
    REPAIR,
    REPAIRS,
)
from amends.web.api.followed import AFTER, CAME, END, PLAN, PLANS
from amends.web.api.held import InTheWay
from amends.web.api.repairs import ASK, BEGIN
from amends.web.refused import CODES, JSON, Refusal

HOME = "/api/v1/"  # below the server that the document names
NAMED = "#/components/schemas/{name}"
ALWAYS, WITH_BODY = (405, 500), (400, 413, 415, 422)
CALLS: Mapping[str, tuple[Call, ...]] = {  # by what follows HOME
    "read": (READ,),
    "card": (CARD,),
    "diary": (MOMENTS,),
    "repairs": (REPAIRS, BEGIN),
    "repairs/{id}": (REPAIR, REMOVE_REPAIR),
    "repairs/{id}/unsafe": (ASK,),
    "repairs/{id}/answers": (ANSWER,),
    "repairs/{id}/after": (AFTER,),
    "repairs/{id}/came": (CAME,),
    "plans": (PLANS,),
    "plans/{id}": (PLAN, END),
    "pages": (ALL_PAGES, KEEP),
    "pages/{id}": (PAGE, REMOVE_PAGE),
    "children": (CHILDREN,),
    "export": (EXPORT,),
}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
TOKEN = {"type": "http", "scheme": "bearer", "description": "A token that an account's page on programs made."}


@cache
def document() -> dict[str, Any]:
    """The document: every call, and the schema of all that it takes and gives."""
    calls = [(path, call) for path, there in CALLS.items() for call in there]
    shapes = [Refusal, InTheWay, *(shape for _path, call in calls for shape in (call.takes, call.gives) if shape)]
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
    told: dict[str, Any] = {"operationId": _name(path, call), "summary": call.about}
    if parameters := _parameters(path, call):
        told["parameters"] = parameters
    if call.scope:
        told["security"] = [{"token": [call.scope]}]
    if call.takes:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": schema[repr(call.takes)]}}}
    statuses = sorted({*ALWAYS, *call.refuses, *(WITH_BODY if call.takes else ())})
    refusals = {str(one): _content(CODES[one], schema[repr(InTheWay if one == 409 else Refusal)]) for one in statuses}
    answer = _content("the answer", schema[repr(call.gives)]) | _links(call)
    return told | {"responses": {str(call.status): answer, **refusals}}


def _parameters(path: str, call: Call) -> list[dict[str, Any]]:
    return [*([ID] if "{id}" in path else []), *_named("query", call.asks), *_named("header", call.heads)]


def _named(place: str, all: Iterable[Named]) -> list[dict[str, Any]]:
    return [{"name": name, "in": place, "description": told, "schema": schema} for name, told, schema in all]


def _links(call: Call) -> dict[str, Any]:
    """Where what was made is found, for who goes on from there."""
    if not call.at:
        return {}
    where = {"Location": {"description": "where it is found", "schema": {"type": "string"}}}
    ids = {"id": "$response.body#/id"}
    there = [_name(path, one) for path, calls in CALLS.items() if _is_of(path, call) for one in calls]
    links = {name: {"operationId": name, "parameters": ids} for name in there}
    return {"headers": where, "links": links}


def _is_of(path: str, made_by: Call) -> bool:
    """Whether an address is of what this call makes: a page, or else a repair (and its plan)."""
    return "{id}" in path and path.startswith("pages") == made_by.at.startswith("pages")


def _name(path: str, call: Call) -> str:
    return f"{call.method.lower()}-{path}"


def _content(about: str, schema: Any) -> dict[str, Any]:
    return {"description": about, "content": {JSON: {"schema": schema}}}


openapi = view(Call("GET", "This document.", dict[str, Any], lambda _request, _none: document()))
VIEWS = {path: view(*calls) for path, calls in CALLS.items()}
