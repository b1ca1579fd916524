"""page: a free page of the diary, to write down what is there."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from amends.process import LONGEST_TEXT, LONGEST_TITLE, JournalEntry, rewritten
from amends.store.diary import Diary
from amends.web.fields import UNKEPT, Paper
from amends.web.forms import HeardForm, OnceForm, WordsField, names_in, posted
from amends.web.fragments import Request, form_view
from amends.web.stop import form_page
from amends.web.visit import desk_of, diary_of


class PageForm(OnceForm, HeardForm):
    """What is on the page."""

    listens_to = ("title", "text")

    title = WordsField(
        label=gettext_lazy("A title, if you like"),
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs=UNKEPT),
    )
    text = WordsField(
        label=gettext_lazy("Your words"),
        max_length=LONGEST_TEXT,
        widget=Paper(attrs=UNKEPT | {"rows": 10}),
        error_messages={"required": gettext_lazy("Write a few words first. One is enough.")},
    )


@form_view
def new_page(request: Request) -> HttpResponse:
    """An empty page."""
    return _write(request, None, JournalEntry(timezone.now(), ""))


@form_view
def one_page(request: Request, id: UUID) -> HttpResponse:
    """A page that was kept: to read, and to go on with."""
    return _write(request, id, diary_of(request).journal.entry(id).entry)


def _write(request: Request, id: UUID | None, entry: JournalEntry) -> HttpResponse:
    desk_of(request)
    diary = diary_of(request)
    kept = {"title": entry.title, "text": entry.text}
    form = PageForm(posted(request), initial=kept, known=names_in(*kept.values()))
    if form.is_valid():
        written = rewritten(entry, form.cleaned_data["title"], form.cleaned_data["text"])
        _keep(diary, id, written, form.once_name)
        return redirect("diary")
    return form_page(request, "page.html", form, {"id": id, "entry": entry})


def _keep(diary: Diary, id: UUID | None, entry: JournalEntry, once: str) -> None:
    if id is None:
        diary.journal.add(entry, once)
    else:
        diary.journal.amend(id, lambda _old: entry)
