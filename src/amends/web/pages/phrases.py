"""phrases: words that a child likes to hear, and words that they hate."""

from dataclasses import replace

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from amends.process import Child
from amends.store.shelf import Kept
from amends.web.covers import PHRASES
from amends.web.forms import HeardForm, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.pages.children import ChildForm
from amends.web.stop import form_page
from amends.web.visit import diary_of, visitor_of

FIELDS = ("likes", "hates")


class PhrasesForm(HeardForm):
    """The two lists of one child."""

    listens_to = FIELDS

    child = forms.UUIDField()
    likes = ChildForm.base_fields["likes"]
    hates = ChildForm.base_fields["hates"]


@form_view
def phrases(request: Request) -> HttpResponse:
    """The lists of one child, to read and to change; who keeps no child yet is told how."""
    form = PhrasesForm(posted(request))
    if form.is_valid():
        id, lists = form.cleaned_data["child"], {name: form.cleaned_data[name] for name in FIELDS}
        diary_of(request).children.amend(id, lambda old: replace(old, **lists))
        return redirect(f"{reverse('phrases')}?child={id}")
    visitor = visitor_of(request)
    look = visitor.diary.children.look() if visitor else None
    kept = sorted(look.kept, key=lambda one: one.entry.name.casefold()) if look else []
    asked = form["child"].value() or request.GET.get("child", "")
    one = _asked(kept, str(asked))
    form.initial = {name: getattr(one.entry, name) for name in FIELDS} if one else {}
    context = {
        "kept": kept,
        "damaged": look.damaged if look else (),
        "one": one,
        "exercise": texts().library.pages["phrases"],
        "drawing": PHRASES,
    }
    return form_page(request, "phrases.html", form, context)


def _asked(kept: list[Kept[Child]], id: str) -> Kept[Child] | None:
    """The child whose lists are shown: the one that was asked for, else the first."""
    return next((one for one in kept if str(one.id) == id), next(iter(kept), None))
