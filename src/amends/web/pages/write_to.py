"""write-to: a few words to somebody I know, a page of the library for a family, or one moment told by both."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from amends.process import Given, Letter, LetterKind, Person
from amends.store.giving import Giving, Received
from amends.store.handed import NotThere
from amends.store.shelf import Kept
from amends.web.fields import UNKEPT, Paper
from amends.web.forms import HeardForm, OnceForm, WordsField, posted
from amends.web.fragments import Request, form_view
from amends.web.handing import LastingField, handed_over, lasting
from amends.web.language import texts
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.visit import desk_of, parent_of


class NoteForm(OnceForm, HeardForm):
    """A few words."""

    kind = LetterKind.NOTE
    listens_to: ClassVar[tuple[str, ...]] = ("words",)

    words = WordsField(max_length=Letter.LONGEST_WORDS, widget=Paper(attrs=UNKEPT | {"rows": 8}))
    weeks = LastingField("")

    def __init__(self, *more: Any, **named: Any) -> None:
        super().__init__(*more, **named)
        words = texts().letters
        self.fields["words"].label = words.kinds[self.kind].words
        self.fields["words"].error_messages["required"] = words.fault.empty
        self.fields["weeks"].label = words.give.weeks


class ExerciseForm(NoteForm):
    """A page of the library, with a line of one's own."""

    kind = LetterKind.EXERCISE

    exercise = forms.ChoiceField(choices=lambda: list(_pages()))

    field_order = ("exercise", "words")

    def __init__(self, *more: Any, **named: Any) -> None:
        super().__init__(*more, **named)
        self.fields["exercise"].label = texts().letters.kinds[self.kind].exercise
        self.fields["exercise"].error_messages["required"] = texts().letters.fault.unchosen
        self.fields["words"].required = False


class TogetherForm(NoteForm):
    """One moment: what it was about, and how it was."""

    kind = LetterKind.TOGETHER
    listens_to = ("title", "words")

    title = WordsField(max_length=Letter.LONGEST_TITLE, widget=forms.TextInput(attrs=UNKEPT))

    field_order = ("title", "words")

    def __init__(self, *more: Any, **named: Any) -> None:
        super().__init__(*more, **named)
        words = texts().letters
        self.fields["title"].label = words.kinds[self.kind].about
        self.fields["title"].error_messages["required"] = words.fault.untitled


FORMS: dict[str, type[NoteForm]] = {form.kind: form for form in (NoteForm, ExerciseForm, TogetherForm)}


@dataclass(frozen=True, slots=True)
class _Writing:
    """Who writes what to whom, and the letter that it answers: `lost` where that is not there any more."""

    giving: Giving
    person: Kept[Person]
    now: datetime
    about: Received | None = None
    lost: bool = False

    @property
    def name(self) -> str:
        """Who it is for."""
        return self.person.entry.name

    def said(self, kind: str) -> dict[str, str]:
        """What stands above the form."""
        words = texts().letters.kinds[kind]
        return {"title": words.title, "lead": words.lead.format(name=self.name)}

    def give(self, form: NoteForm) -> Kept[Given] | None:
        """Gives it; None where it cannot be given, and the form says why."""
        fault = texts().letters.fault
        if self.person.entry.is_over:
            form.add_error(None, fault.parted.format(name=self.name))
        elif self.lost:
            form.add_error(None, fault.taken.format(name=self.name))
        else:
            letter = self._letter(form)
            return handed_over(form, self.name, lambda: self.giving.give(self.person, letter, form.once_name))
        return None

    def _letter(self, form: NoteForm) -> Letter:
        given, about = form.cleaned_data, self.about.letter if self.about else None
        return Letter(
            form.kind,
            self.now,
            lasting(form, self.now),
            title=about.title if about else given.get("title", ""),
            words=given["words"],
            exercise=given.get("exercise", ""),
            together=(about.together if about else uuid4()) if form.kind is LetterKind.TOGETHER else None,
        )


@form_view
def write_to(request: Request, id: UUID, kind: str) -> HttpResponse:
    """The form, and what it gives. Its words are on it still where they could not be given."""
    writing = _writing(request, id, kind)
    desk_of(request)
    about = writing.about
    if about and request.method != "POST" and _mine(writing.giving, about):
        return redirect("letter", about.id)
    form = FORMS[kind](posted(request), initial={"title": about.letter.title if about else ""})
    if form.is_valid() and (kept := writing.give(form)):
        return redirect("letter", about.id) if about else redirect(f"{reverse('given-away')}?given={kept.id}")
    context = {"letters": texts().letters, "said": writing.said(kind), "name": writing.name, "about": about}
    action = request.path if writing.lost else request.get_full_path()
    return form_page(request, "write-to.html", form, context | {"person": id, "action": action})


def _writing(request: Request, id: UUID, kind: str) -> _Writing:
    """Raises NotKept for nobody I know, Http404 for what cannot be given to them, NotThere for a letter that is not
    there any more; once words were sent, those who have parted and that letter are for the form to tell."""
    giving, now = Giving(parent_of(request).vault), clock.now()
    giving.box(now)  # who has left is let go
    person, is_sent = giving.circle.person(id), request.method == "POST"
    if not _may(person.entry, kind) or (person.entry.is_over and not is_sent):
        raise Http404
    try:
        return _Writing(giving, person, now, _about(request, giving, person, now))
    except NotThere:
        if not is_sent:
            raise
    return _Writing(giving, person, now, lost=True)


def _may(person: Person, kind: str) -> bool:
    """Both answer each other; a therapist suggests pages to a family; parents of one child write about one moment."""
    may: dict[str, bool] = {
        LetterKind.NOTE: True,
        LetterKind.EXERCISE: person.is_family,
        LetterKind.TOGETHER: person.is_co_parent,
    }
    return may.get(kind, False)


def _about(request: Request, giving: Giving, person: Kept[Person], now: datetime) -> Received | None:
    """The letter that is answered, if one is. Raises NotThere where it is none of theirs that waits for mine."""
    asked = request.GET.get("about")
    if asked is None:
        return None
    with suppress(ValueError):
        found = giving.letter(UUID(asked), now)
        if found.person.id == person.id and found.letter.kind is LetterKind.TOGETHER:
            return found
    raise NotThere


def _mine(giving: Giving, about: Received) -> bool:
    """Whether I have written about the same moment already."""
    return about.letter.together in {one.together for one in giving.mine_to(about.person.id)}


def _pages() -> Iterator[tuple[str, Any]]:
    """The pages of the library, by track."""
    yield "", texts().letters.fault.unchosen
    for track, pages in texts().library.tracks.values():
        yield track.title, [(one.id, one.title) for one in pages]
