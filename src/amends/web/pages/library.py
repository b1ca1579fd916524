"""library: five shelves, to read and to do; what is written on a page is kept sealed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.guidance import Exercise
from amends.process import JournalEntry, for_tonight, is_evening
from amends.store.shelf import Kept
from amends.web.calm import PACED
from amends.web.covers import AGES, CHAPTERS, DRAWINGS, PHRASES, REHEARSAL, cover_of
from amends.web.forms import HeardForm, ManyWordsField, OnceForm, posted
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.stop import form_page
from amends.web.visit import desk_of, remember, visitor_of, visitor_or_guest

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
    """All tracks as shelves, one page laid out for tonight, and why mending is worth it."""
    whole = texts().library
    shelves = [(track, CHAPTERS[track.id], [*map(cover_of, pages)]) for track, pages in whole.tracks.values()]
    desk = desk_of(request)  # from here on, the hour is told by the parent's own clock
    now = timezone.localtime()
    context = {
        "benefits": whole.benefit,
        "shelves": shelves,
        "tonight": cover_of(whole.pages[for_tonight(desk, now)]),
        "is_evening": is_evening(now.hour),
        "drawings": sorted({*DRAWINGS.values(), AGES, PHRASES, REHEARSAL}),
        "ages_drawing": AGES,
        "phrases_drawing": PHRASES,
        "rehearsal_drawing": REHEARSAL,
    }
    return page(request, "library.html", context=context)


@form_view
def exercise(request: Request, name: str) -> HttpResponse:
    """One page: its lines, its questions, and what was written here before."""
    one = texts().library.pages.get(name)
    if one is None:
        raise Http404
    form = AnswersForm(posted(request))
    if form.is_valid() and any(answer.strip() for answer in form.cleaned_data["answer"]):
        text = _text(one, form.cleaned_data["answer"])
        return _keep(request, JournalEntry(timezone.now(), text, one.title, page=name), form.once_name, one.body)
    template = "tool.html" if one.body and not form.is_bound else "exercise.html"
    return form_page(request, template, form, _page(request, one, form.typed))


def _keep(request: Request, entry: JournalEntry, once: str, body: bool) -> HttpResponse:
    """Back to the page; on that of a tool, to the words below its lines."""
    visitor = visitor_or_guest(request)
    visitor.diary.journal.add(entry, once)
    return remember(redirect(reverse("exercise", args=[entry.page]) + "#notes" * body), visitor)


def _text(one: Exercise, answers: list[str]) -> str:
    asked = zip(one.ask, answers, strict=False)
    return "\n\n".join(f"{question}\n{answer.strip()}" for question, answer in asked if answer.strip())


def _page(request: Request, one: Exercise, answers: list[str]) -> dict[str, Any]:
    track, _pages = texts().library.tracks[one.track]
    given = [*answers, *[""] * len(one.ask)]
    asks = [{"question": question, "answer": answer} for question, answer in zip(one.ask, given, strict=False)]
    return {
        "one": one,
        "cover": cover_of(one),
        "track": track,
        "asks": asks,
        "before": _before(request, one.id),
        "paced": one.id in PACED,
        "lines": _numbered(one.lines),
    }


def _numbered(lines: tuple[str, ...]) -> list[dict[str, Any]]:
    """The lines of a tool, each with its number and that of the next; 0 after the last."""
    last = len(lines)
    return [{"text": text, "number": at, "next": at % last and at + 1} for at, text in enumerate(lines, 1)]


def _before(request: Request, name: str) -> list[Kept[JournalEntry]]:
    """What this visitor wrote on this page, newest first."""
    visitor = visitor_of(request)
    kept = [kept for kept in visitor.diary.journal.entries() if kept.entry.page == name] if visitor else []
    return sorted(kept, key=lambda kept: kept.entry.written, reverse=True)
