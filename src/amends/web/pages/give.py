"""give: the page that was looked at goes, as it is, to somebody one knows, or behind a link and five spoken words."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amends.process import Letter, LetterKind, Person
from amends.store.accounts import accounts
from amends.store.giving import Giving
from amends.store.shelf import Kept
from amends.store.visits import Visitor
from amends.vault import Damaged
from amends.web.fields import UNKEPT
from amends.web.forms import HeardForm, OnceForm, WordsField
from amends.web.fragments import Request, page
from amends.web.handing import LastingField, handed_over, known_here, lasting, named
from amends.web.language import texts
from amends.web.looked_at import looked_at, sealed
from amends.web.sent import words_of
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.visit import desk_of, parent_of

LINK = "link"


class GiveForm(OnceForm, HeardForm):
    """To whom, under which title, for how long; and the page itself, sealed, as it was looked at."""

    listens_to = ("title", "name")

    looked_at = forms.CharField(widget=forms.HiddenInput)
    whom = forms.ChoiceField(widget=forms.RadioSelect)
    name = WordsField(required=False, max_length=Person.LONGEST_NAME, widget=forms.TextInput(attrs=UNKEPT))
    title = WordsField(required=False, max_length=Letter.LONGEST_TITLE, widget=forms.TextInput(attrs=UNKEPT))
    weeks = LastingField("")

    def __init__(
        self, people: Collection[Kept[Person]], data: Mapping[str, Any] | None = None, carried: str = ""
    ) -> None:
        words = texts().letters.give
        initial = {"title": words.page, "looked_at": carried, "whom": "" if people else LINK}
        super().__init__(data, initial=initial)
        self.fields["whom"] = forms.ChoiceField(
            label=words.whom,
            choices=[*named(people), (LINK, words.link)],
            widget=forms.RadioSelect,
            error_messages={"required": words.nobody, "invalid_choice": words.unknown},
        )
        self.fields["name"].label, self.fields["name"].help_text = words.name, words.name_how
        self.fields["title"].label, self.fields["title"].help_text = words.heading, words.heading_how
        self.fields["weeks"].label = words.weeks

    def clean(self) -> dict[str, Any]:
        """A link needs to be called something: its giver would not know later where it went."""
        given = super().clean()
        if given.get("whom") == LINK and not given.get("name") and "name" not in self.errors:
            self.add_error("name", texts().letters.give.no_name)
        return given


def to_give(visitor: Visitor, article: str) -> dict[str, Any]:
    """What the page that is looked at needs to be given: for a parent with an account, its form."""
    context: dict[str, Any] = {"article": article, "letters": texts().letters}
    if visitor.is_guest:
        return context | {"is_guest": True}
    carried = sealed(visitor.vault, article)
    people = known_here(Giving(visitor.vault), clock.now()) if carried else ()
    return context | {"give": GiveForm(people, carried=carried) if carried else None}


@require_POST
def give(request: Request) -> HttpResponse:
    """Gives it, or says why not; the page is then shown as it was."""
    visitor = parent_of(request)
    desk_of(request)
    giving, now = Giving(visitor.vault), clock.now()
    form = GiveForm(known_here(giving, now), request.POST)
    try:
        article = looked_at(visitor.vault, form.data.get("looked_at", ""))
    except Damaged:
        context = {"letters": texts().letters, "words": words_of(request)}
        return page(request, "look-again.html", context=context, status=422)
    if form.is_valid():
        given = form.cleaned_data
        title = given["title"].strip() or texts().letters.give.page
        letter = Letter(LetterKind.PAGE, now, lasting(form, now), title, article)
        answer = _by_link if given["whom"] == LINK else _to_person
        if response := answer(request, giving, form, letter):
            return response
    return form_page(request, "give.html", form, {"article": article, "letters": texts().letters, "give": form})


def _to_person(request: Request, giving: Giving, form: GiveForm, letter: Letter) -> HttpResponse | None:
    person = giving.circle.person(form.cleaned_data["whom"])
    kept = handed_over(form, person.entry.name, lambda: giving.give(person, letter, form.once_name))
    return redirect(f"{reverse('given-away')}?given={kept.id}") if kept else None


def _by_link(request: Request, giving: Giving, form: GiveForm, letter: Letter) -> HttpResponse | None:
    """The address, and the words: shown now, and kept nowhere."""
    once, name = form.once_name, form.cleaned_data["name"].strip()
    words = parent_of(request).vault.words_for(once)
    kept = handed_over(form, name, lambda: giving.give_link(name, letter, words, accounts().work, once))
    if kept is None:
        return None
    address = request.build_absolute_uri(reverse("given-link", args=[kept.id]))
    context = {"letters": texts().letters, "kept": kept, "address": address, "words": words}
    return page(request, "link-made.html", context=context)
