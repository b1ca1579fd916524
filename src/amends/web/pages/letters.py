"""letters: one letter that lies with me: to read, to answer, to have removed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from amends.process import Letter, LetterKind
from amends.store.giving import Giving, Received
from amends.store.handed import NotThere
from amends.vault import Damaged
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.looked_at import shown, title_above
from amends.web.steady import clock
from amends.web.visit import desk_of, parent_of


@require_safe
def letter(request: Request, id: UUID) -> HttpResponse:
    """What it says. That it was opened is left for its giver; to ask only whether it is there leaves nothing."""
    giving, now = Giving(parent_of(request).vault), clock.now()
    desk_of(request)
    found = giving.letter(id, now) if request.method == "HEAD" else giving.open(id, now)
    return page(request, "letter.html", context=_context(giving, found))


@require_POST
def remove(request: Request, id: UUID) -> HttpResponse:
    """It was read, and is to be gone here. Raises NotThere."""
    removed = Giving(parent_of(request).vault).remove(id, clock.now())
    return redirect("person", removed.person.id)


@require_safe
def still(request: Request, id: UUID) -> HttpResponse:
    """Nothing, while it is there: a page that is open asks. Raises NotThere."""
    if not Giving(parent_of(request).vault).lies_here(id, clock.now()):
        raise NotThere
    return HttpResponse(status=204)


def _context(giving: Giving, found: Received) -> dict[str, Any]:
    one, words = found.letter, texts().letters
    name = found.person.entry.name
    said = {field: getattr(words.letter, field).format(name=name) for field in words.letter.__struct_fields__[:-1]}
    return {
        "letters": words,
        "said": said,
        "id": found.id,
        "letter": one,
        "title": title_above(one),
        "name": name,
        "person": found.person.id,
        "article": _article(one),
        "exercise": texts().library.pages.get(one.exercise),
        "is_covered": found.waits,
        "mine": _mine(giving, found),
    }


def _article(one: Letter) -> str:
    """The page, every byte as it was given; nothing where somebody made one that is not like ours."""
    try:
        return shown(one.page)
    except Damaged:
        return ""


def _mine(giving: Giving, found: Received) -> Letter | None:
    """What I wrote about the same moment, the newest of it."""
    if found.letter.kind is not LetterKind.TOGETHER:
        return None
    mine = (one for one in giving.mine_to(found.person.id) if one.together == found.letter.together)
    return max(mine, key=lambda one: one.written, default=None)
