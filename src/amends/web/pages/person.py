"""person: somebody one knows here, what they gave, and what one gave them; and parting."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from amends.store.giving import Giving
from amends.vault import check_words
from amends.web.forms import HeardForm, names_in, posted
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.pages.circle import role_of
from amends.web.pages.given_away import row, title_of
from amends.web.pages.invite import person_field
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.visit import desk_of, parent_of


class RenameForm(HeardForm):
    """What I call somebody."""

    listens_to = ("name",)

    name = person_field(gettext_lazy("What do you call them?"), gettext_lazy("Only you see this name."))


@form_view
def person(request: Request, id: UUID) -> HttpResponse:
    """Somebody I know, or knew."""
    desk_of(request)
    giving, now = Giving(parent_of(request).vault), clock.now()
    box = giving.box(now)  # first: who has left is let go
    kept = giving.circle.person(id)
    name = kept.entry.name
    form = RenameForm(posted(request), initial={"name": name}, known=names_in(name))
    if form.is_valid():
        called = form.cleaned_data["name"]
        giving.circle.people.amend(id, lambda one: replace(one, name=called))
        return redirect("person", id)
    context: dict[str, Any] = {
        "id": id,
        "person": kept.entry,
        "role": role_of(kept.entry),
        "received": [(one, title_of(one.letter)) for one in box.of(id)],
        "given": [row(one) for one in giving.became(now) if one.kept.entry.person == id],
        "check": "" if kept.entry.is_over else check_words(kept.entry.pair),
        "texts": texts().circle.person,
    }
    return form_page(request, "person.html", form, context)


@form_view
def part(request: Request, id: UUID) -> HttpResponse:
    """Asks whether to part, and parts; or to forget the name of somebody with whom it is over."""
    giving, now = Giving(parent_of(request).vault), clock.now()
    giving.box(now)
    kept = giving.circle.person(id)
    if request.method != "POST":
        context = {"id": id, "person": kept.entry, "texts": texts().circle.person}
        return page(request, "part.html", context=context)
    if "forget" in request.POST and kept.entry.is_over:
        giving.forget_person(id, now)
        return redirect("circle")
    giving.part(id, now)
    return redirect("circle")
