"""children: who the repairs are for, in the parent's own words."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from amends.process import AgeBand, Child
from amends.web.forms import HeardForm, OnceForm, WordsField, names_in, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.stop import form_page
from amends.web.visit import diary_of

FIELDS = ("name", "reconnects", "likes", "hates")


class ChildForm(OnceForm, HeardForm):
    """A nickname is enough."""

    listens_to = FIELDS

    name = WordsField(
        max_length=Child.LONGEST_NAME,
        error_messages={"required": gettext_lazy("Give a name. A nickname or one letter is enough.")},
    )
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    reconnects = WordsField(required=False, max_length=Child.LONGEST_WORDS)
    likes = WordsField(required=False, max_length=Child.LONGEST_WORDS)
    hates = WordsField(required=False, max_length=Child.LONGEST_WORDS)

    def child(self) -> Child:
        """A child out of valid answers."""
        band = self.cleaned_data["band"]
        words = {name: self.cleaned_data[name] for name in FIELDS}
        return Child(band=AgeBand(band) if band else None, **words)


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
    return _page(request, form, {"kept": kept, "damaged": look.damaged, "child": Child()})


@form_view
def child(request: Request, id: UUID) -> HttpResponse:
    """One of them, to change or to take away."""
    shelf = diary_of(request).children
    if "forget" in request.POST:  # also one that does not open
        shelf.forget(id)
        return redirect("children")
    known = shelf.entry(id).entry
    form = ChildForm(posted(request), known=names_in(*(getattr(known, name) for name in FIELDS)))
    if form.is_valid():
        changed = form.child()
        shelf.amend(id, lambda _old: changed)
        return redirect("children")
    return _page(request, form, {"child": known, "id": id})


def _page(request: Request, form: ChildForm, context: dict[str, Any]) -> HttpResponse:
    return form_page(request, "children.html", form, context | {"bands": texts().ages.values()})
