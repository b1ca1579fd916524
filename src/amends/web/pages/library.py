"""library: five tracks, to read and to do; what is written on a page is kept sealed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.guidance import Exercise
from amends.process import JournalEntry
from amends.store.language import texts
from amends.store.shelf import Kept
from amends.web.forms import HeardForm, ManyWordsField, OnceForm, posted
from amends.web.fragments import Request, form_view, page
from amends.web.stop import form_page
from amends.web.visit import remember, visitor_of, visitor_or_guest

MOST_QUESTIONS = 12


class AnswersForm(OnceForm, HeardForm):
    """What was written below the questions of one page."""

    listens_to = ("answer",)

    answer = ManyWordsField(most=MOST_QUESTIONS)

    @property
    def typed(self) -> list[str]:
        """The answers as they were typed, right or wrong."""
        return [str(answer) for answer in self["answer"].value() or []]


@require_safe
def library(request: Request) -> HttpResponse:
    """All tracks, and why mending is worth it."""
    whole = texts().library
    return page(request, "library.html", context={"library": whole, "tracks": whole.tracks.values()})


@form_view
def exercise(request: Request, name: str) -> HttpResponse:
    """One page: its lines, its questions, and what was written here before."""
    one = texts().library.pages.get(name)
    if one is None:
        raise Http404
    form = AnswersForm(posted(request))
    if form.is_valid() and any(answer.strip() for answer in form.cleaned_data["answer"]):
        text = _text(one, form.cleaned_data["answer"])
        return _keep(request, JournalEntry(timezone.now(), text, one.title, page=name), form.once_name)
    return form_page(request, "exercise.html", form, _page(request, one, form.typed))


def _keep(request: Request, entry: JournalEntry, once: str) -> HttpResponse:
    visitor = visitor_or_guest(request)
    visitor.diary.journal.add(entry, once)
    return remember(redirect("exercise", entry.page), visitor)


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
