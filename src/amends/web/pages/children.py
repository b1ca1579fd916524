"""children: who the repairs are for, in the parent's own words."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from amends.process import AgeBand, Child, Picture
from amends.web.fields import UNKEPT, Said
from amends.web.forms import HeardForm, OnceForm, WordsField, names_in, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.stop import form_page
from amends.web.visit import diary_of

FIELDS = ("name", "reconnects", "likes", "hates")
PICTURES = {
    Picture.SHOE: gettext_lazy("Shoe"),
    Picture.CUPS: gettext_lazy("Two cups"),
    Picture.UMBRELLA: gettext_lazy("Umbrella"),
    Picture.CRAYONS: gettext_lazy("Crayons"),
    Picture.KETTLE: gettext_lazy("Kettle"),
    Picture.BLANKET: gettext_lazy("Blanket"),
}


def _lines(label: Said) -> WordsField:
    return WordsField(
        label=label,
        required=False,
        max_length=Child.LONGEST_WORDS,
        widget=forms.Textarea(attrs=UNKEPT | {"rows": 2}),
    )


class ChildForm(OnceForm, HeardForm):
    """A nickname is enough."""

    listens_to = FIELDS

    picture = forms.ChoiceField(
        label=gettext_lazy("Pick a picture together"), required=False, choices=PICTURES, widget=forms.RadioSelect
    )
    name = WordsField(
        label=gettext_lazy("A name, or one letter"),
        max_length=Child.LONGEST_NAME,
        widget=forms.TextInput(attrs=UNKEPT),
        error_messages={"required": gettext_lazy("Give a name. A nickname or one letter is enough.")},
    )
    band = forms.ChoiceField(
        label=gettext_lazy("About how old, in what they understand?"),
        required=False,
        choices=lambda: [(age.band, age.name) for age in texts().ages.values()],
        widget=forms.RadioSelect,
    )
    likes = _lines(gettext_lazy("Words they like to hear"))
    hates = _lines(gettext_lazy("Words they hate to hear"))
    reconnects = _lines(gettext_lazy("What brings you two near again"))

    @property
    def is_told(self) -> bool:
        """Whether there is more than a name and an age to show."""
        return any(self[name].value() for name in FIELDS[1:])

    def child(self) -> Child:
        """A child out of valid answers."""
        band, picture = self.cleaned_data["band"], self.cleaned_data["picture"]
        words = {name: self.cleaned_data[name] for name in FIELDS}
        return Child(band=AgeBand(band) if band else None, picture=Picture(picture) if picture else None, **words)


@form_view
def children(request: Request) -> HttpResponse:
    """All of them, and a form for one more."""
    diary = diary_of(request)
    form = ChildForm(posted(request))
    if form.is_valid():
        diary.children.add(form.child(), form.once_name)
        return redirect("children")
    look = diary.children.look()
    kept = sorted(look.kept, key=lambda kept: kept.entry.name.casefold())
    return _page(request, form, {"kept": kept, "damaged": look.damaged})


@form_view
def child(request: Request, id: UUID) -> HttpResponse:
    """One of them, to change or to take away."""
    shelf = diary_of(request).children
    if "forget" in request.POST:  # also one that does not open
        shelf.forget(id)
        return redirect("children")
    known = shelf.entry(id).entry
    form = ChildForm(posted(request), initial=asdict(known), known=names_in(*(getattr(known, name) for name in FIELDS)))
    if form.is_valid():
        changed = form.child()
        shelf.amend(id, lambda _old: changed)
        return redirect("children")
    return _page(request, form, {"child": known, "id": id})


def _page(request: Request, form: ChildForm, context: dict[str, Any]) -> HttpResponse:
    return form_page(request, "children.html", form, context | {"ages": texts().ages})
