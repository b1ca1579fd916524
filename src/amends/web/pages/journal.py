"""page: a free page of the diary, to write down what is there."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.process import LONGEST_TEXT, LONGEST_TITLE, JournalEntry
from amends.store.diary import Diary
from amends.web.fragments import Request, page
from amends.web.pages.reading import held_back, raised_by, raises
from amends.web.visit import desk_of, diary_of

LONGEST = LONGEST_TEXT


class PageForm(forms.Form):
    """What is on the page."""

    title = forms.CharField(required=False, max_length=LONGEST_TITLE)
    text = forms.CharField(
        max_length=LONGEST_TEXT, error_messages={"required": gettext_lazy("Write a few words first. One is enough.")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: Request) -> HttpResponse:
    """An empty page."""
    return _write(request, None, JournalEntry(timezone.now(), ""))


@require_http_methods(["GET", "HEAD", "POST"])
def one_page(request: Request, id: UUID) -> HttpResponse:
    """A page that was kept: to read, and to go on with."""
    return _write(request, id, diary_of(request).journal.entry(id).entry)


def _write(request: Request, id: UUID | None, entry: JournalEntry) -> HttpResponse:
    desk_of(request)
    diary = diary_of(request)
    form = PageForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "id": id, "entry": entry}
    if form.is_valid():
        words = form.cleaned_data["title"], form.cleaned_data["text"]
        held = held_back(request.POST, *words)
        if not held:
            kept_as = _keep(diary, id, replace(entry, **form.cleaned_data))
            return redirect("page", kept_as) if raises(*words) else redirect("diary")
        context |= held
    elif not form.is_bound:
        context |= raised_by(entry.title, entry.text)
    return page(request, "page.html", context=context, status=422 if form.errors else 200)


def _keep(diary: Diary, id: UUID | None, entry: JournalEntry) -> UUID:
    if id is None:
        return diary.journal.add(entry).id
    diary.journal.amend(id, lambda _old: entry)
    return id
