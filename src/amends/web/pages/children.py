"""children: who the repairs are for, in the parent's own words."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.process import AgeBand, Child
from amends.store.language import texts
from amends.web.fragments import Request, page
from amends.web.pages.reading import held_back, raised_by, raises
from amends.web.visit import diary_of

FIELDS = ("name", "reconnects", "likes", "hates")


class ChildForm(forms.Form):
    """A nickname is enough."""

    name = forms.CharField(
        max_length=Child.LONGEST_NAME,
        error_messages={"required": gettext_lazy("Give a name. A nickname or one letter is enough.")},
    )
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    reconnects = forms.CharField(required=False, max_length=Child.LONGEST_WORDS)
    likes = forms.CharField(required=False, max_length=Child.LONGEST_WORDS)
    hates = forms.CharField(required=False, max_length=Child.LONGEST_WORDS)

    def words(self) -> list[str]:
        """All that is written about them."""
        return [self.cleaned_data[name] for name in FIELDS]

    def child(self) -> Child:
        """A child out of valid answers."""
        band = self.cleaned_data["band"]
        words = {name: self.cleaned_data[name] for name in FIELDS}
        return Child(band=AgeBand(band) if band else None, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def children(request: Request) -> HttpResponse:
    """All of them, and a form for one more."""
    diary = diary_of(request)
    form = ChildForm(request.POST if request.method == "POST" else None)
    held = held_back(request.POST, *form.words()) if form.is_valid() else {}
    if form.is_valid() and not held:
        added = diary.children.add(form.child())
        return redirect("child", added.id) if raises(*form.words()) else redirect("children")
    look = diary.children.look()
    kept = sorted(look.kept, key=lambda kept: kept.entry.name.casefold())
    return _page(request, {"kept": kept, "damaged": look.damaged, "form": form, "child": Child()} | held)


@require_http_methods(["GET", "HEAD", "POST"])
def child(request: Request, id: UUID) -> HttpResponse:
    """One of them, to change or to take away."""
    shelf = diary_of(request).children
    if "forget" in request.POST:  # also one that does not open
        shelf.forget(id)
        return redirect("children")
    known = shelf.entry(id).entry
    form = ChildForm(request.POST if request.method == "POST" else None)
    held = held_back(request.POST, *form.words()) if form.is_valid() else {}
    if form.is_valid() and not held:
        changed = form.child()
        shelf.amend(id, lambda _old: changed)
        return redirect("child", id) if raises(*form.words()) else redirect("children")
    shown = held or raised_by(*(getattr(known, name) for name in FIELDS))
    return _page(request, {"form": form, "child": known, "id": id} | shown)


def _page(request: Request, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return page(request, "children.html", context=context | {"bands": texts().ages.values()}, status=status)
