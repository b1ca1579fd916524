"""circle: the people one knows here, what is new from them, and the invitations that are open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from amends.process import Person, Role
from amends.store.circle import Circle
from amends.store.giving import Box, Giving
from amends.store.shelf import Kept
from amends.web.fields import Said
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.steady import clock
from amends.web.visit import desk_of, parent_of

FEW = 12  # people: more are looked through by name
LONGEST_SOUGHT = Person.LONGEST_NAME
INVITED: dict[Role, Said] = {  # what somebody is to me whom I invited
    Role.CO_PARENT: gettext_lazy("the other parent"),
    Role.THERAPIST: gettext_lazy("your therapist"),
    Role.NEAR: gettext_lazy("somebody near"),
}
INVITING = INVITED | {Role.THERAPIST: gettext_lazy("a family you see")}  # and who invited me


def role_of(person: Person) -> Said:
    """What somebody is to me, in words."""
    return (INVITED if person.invited else INVITING)[person.role]


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the list shows them: `new` counts letters that were not opened yet, and says nothing of them."""

    id: UUID
    person: Person
    new: int

    @property
    def what(self) -> Said:
        """What they are to me."""
        return role_of(self.person)


@form_view
def circle(request: Request) -> HttpResponse:
    """All of them. Who is looked for comes in a form: no name stands in an address."""
    desk_of(request)
    giving, now = Giving(parent_of(request).vault), clock.now()
    invitations = giving.circle.invitations(now)  # first: who has answered may have written already
    box = giving.box(now)  # then: who has left is let go
    look = giving.circle.people.look()
    sought = request.POST.get("sought", "").strip()[:LONGEST_SOUGHT]
    context = _lists(_rows(look.kept, box), sought) | {
        "invitations": invitations,
        "strange": box.strange,
        "unopened": look.damaged,
        "sought": sought,
        "longest_sought": LONGEST_SOUGHT,
        "texts": texts().circle.people,
    }
    return page(request, "circle.html", context=context)


@require_POST
def withdraw(request: Request, id: UUID) -> HttpResponse:
    """Takes an invitation back, or forgets one that is over. Who has answered it meanwhile stays known."""
    found, now = Circle(parent_of(request).vault), clock.now()
    mine = set(found.all_invitations())
    if id not in mine - {one.id for one in found.invitations(now)}:
        found.withdraw(id)
    return redirect("circle")


def _lists(rows: list[Row], sought: str) -> dict[str, Any]:
    """The people; the families, of many only those that are looked for; and those with whom it is over."""
    over, here = _parted_by(rows, lambda row: row.person.is_over)
    families, others = _parted_by(here, lambda row: row.person.is_family)
    return {
        "people": others,
        "families": [row for row in families if sought.casefold() in row.person.name.casefold()],
        "has_families": bool(families),
        "is_long": len(families) > FEW,
        "over": over,
    }


def _parted_by(rows: list[Row], is_one: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    """Those that are one, and those that are not."""
    return [row for row in rows if is_one(row)], [row for row in rows if not is_one(row)]


def _rows(people: Iterable[Kept[Person]], box: Box) -> list[Row]:
    """What is new first, then by name."""
    rows = (Row(kept.id, kept.entry, _new(box, kept.id)) for kept in people)
    return sorted(rows, key=lambda row: (not row.new, row.person.name.casefold()))


def _new(box: Box, id: UUID) -> int:
    return sum(one.receipt is None for one in box.of(id))
