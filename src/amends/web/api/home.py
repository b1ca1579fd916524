"""The page that lists every call, out of the document: nothing on it comes from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.web.api.document import document
from amends.web.fragments import Request, page
from amends.web.refused import JSON


@dataclass(frozen=True, slots=True)
class Field:
    """One field of what a call takes or gives."""

    name: str
    kind: str
    about: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One call as the page shows it."""

    method: str
    path: str
    about: str
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]
    example: str
    heads: str
    scope: str
    asks: tuple[Field, ...]
    refuses: tuple[tuple[str, str], ...]


@require_safe
def home(request: Request) -> HttpResponse:
    """Every call: what it takes, what it gives, and what is said instead."""
    calls = [_told(path, method, one) for path, there in document()["paths"].items() for method, one in there.items()]
    below = settings.PATH.removesuffix("/")
    address = request.build_absolute_uri(settings.PATH).removesuffix("/")
    return page(request, "api.html", context={"calls": calls, "address": address, "below": below})


def _told(path: str, method: str, one: Mapping[str, Any]) -> Told:
    takes = _whole(_schema(one["requestBody"])) if "requestBody" in one else {}
    answers = dict(one["responses"])
    given = _whole(_schema(answers.pop(min(answers))))  # the least status is that of the answer
    refuses = tuple((status, answer["description"]) for status, answer in answers.items())
    example = json.dumps(_example(takes)) if takes else ""
    scope = "".join(scope for way in one.get("security", ()) for scope in way["token"])
    asks = tuple(
        Field(told["name"], told["schema"]["type"], told.get("description", ""), told.get("required", False))
        for told in one.get("parameters", ())
    )
    return Told(
        method.upper(), path, one["summary"], _fields(takes), _fields(given), example, _heads(one), scope, asks, refuses
    )


def _heads(one: Mapping[str, Any]) -> str:
    """The headers of a call, as curl is told them."""
    body = (f"Content-Type: {JSON}",) if "requestBody" in one else ()
    token = ("Authorization: Bearer amends_…",) if "security" in one else ()
    return " ".join(f"-H '{head}'" for head in (*body, *token))


def _schema(part: Mapping[str, Any]) -> Any:
    return part["content"][JSON]["schema"]


def _whole(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema itself, where only its name is given."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return document()["components"]["schemas"][name] if name else schema


def _fields(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    needed = schema.get("required", ())
    return tuple(
        Field(name, _kind(one), _whole(one).get("description", ""), name in needed)
        for name, one in schema.get("properties", {}).items()
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in a few words."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    whole = _whole(schema)
    if whole.get("type") == "array":
        return f"list of {_kind(whole['items'])}"
    if "properties" in whole:
        return f"object with {', '.join(whole['properties'])}"
    return ", ".join(map(_choice, whole["enum"])) if "enum" in whole else str(whole.get("type", "anything"))


def _choice(value: object) -> str:
    """One of the values that may stand there: an empty one can be seen."""
    return str(value) or '""'


def _example(schema: Mapping[str, Any]) -> dict[str, Any]:
    return dict(_examples(schema))


def _examples(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, one in schema["properties"].items():
        if one.get("examples"):
            yield name, one["examples"][0]
