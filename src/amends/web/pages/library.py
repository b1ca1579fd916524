"""library: five tracks, to read and to do; what is written on a page is kept sealed."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from amends.guidance import Exercise
from amends.process import JournalEntry
from amends.store.language import texts
from amends.store.shelf import Kept
from amends.web.fragments import Request, page
from amends.web.pages.journal import LONGEST
from amends.web.pages.reading import held_back, raises
from amends.web.visit import remember, visitor_of, visitor_or_guest


@require_safe
def library(request: Request) -> HttpResponse:
    """All tracks, and why mending is worth it."""
    whole = texts().library
    return page(request, "library.html", context={"library": whole, "tracks": whole.tracks.values()})


@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: Request, name: str) -> HttpResponse:
    """One page: its lines, its questions, and what was written here before."""
    one = texts().library.pages.get(name)
    if one is None:
        raise Http404
    answers = [answer.replace("\r\n", "\n") for answer in request.POST.getlist("answer")][: len(one.ask)]
    context: dict[str, Any] = {}
    if any(answer.strip() for answer in answers):
        text = _text(one, answers)[:LONGEST]
        context = held_back(request.POST, text)
        if not context:
            return _keep(request, JournalEntry(timezone.now(), text, one.title, page=name))
    return page(request, "exercise.html", context=_page(request, one, answers) | context)


def _keep(request: Request, entry: JournalEntry) -> HttpResponse:
    """Kept; where something was raised that is kept all the same, the page with the way to help comes next."""
    visitor = visitor_or_guest(request)
    kept = visitor.diary.journal.add(entry)
    way = redirect("page", kept.id) if raises(entry.text) else redirect("exercise", entry.page)
    return remember(cast(HttpResponse, way), visitor)


def _text(one: Exercise, answers: list[str]) -> str:
    asked = zip(one.ask, answers, strict=False)
    return "\n\n".join(f"{question}\n{answer.strip()}" for question, answer in asked if answer.strip())


def _page(request: Request, one: Exercise, answers: list[str]) -> dict[str, Any]:
    track, _pages = texts().library.tracks[one.track]
    given = [*answers, *[""] * len(one.ask)]
    asks = [{"question": question, "answer": answer} for question, answer in zip(one.ask, given, strict=False)]
    return {"one": one, "track": track, "asks": asks, "before": _before(request, one.id)}


def _before(request: Request, name: str) -> list[Kept[JournalEntry]]:
    """What this visitor wrote on this page, newest first."""
    visitor = visitor_of(request)
    kept = [kept for kept in visitor.diary.journal.entries() if kept.entry.page == name] if visitor else []
    return sorted(kept, key=lambda kept: kept.entry.written, reverse=True)
