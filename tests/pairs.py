"""People who know each other: paired through the store, as the pages that invite would do it."""

from datetime import timedelta

from django.test import RequestFactory
from django.utils import timezone

from amends.process import Person, Role
from amends.store.accounts import accounts
from amends.store.circle import Circle
from amends.store.giving import Giving
from amends.store.handed import Spot
from amends.store.invitations import hear_invitation
from amends.store.opened import Vault
from amends.store.shelf import Kept
from amends.vault import new_words
from amends.web.visit import visitor_of
from tests.people import Parent


def vault_of(someone: Parent) -> Vault:
    """Their vault, opened by the cookie in their browser."""
    request = RequestFactory().get("/")
    request.COOKIES["visit"] = someone.browser.cookies["visit"].value
    return visitor_of(request).vault


def giving_of(someone: Parent) -> Giving:
    """What they give and receive."""
    return Giving(vault_of(someone))


def paired(
    one: Vault, other: Vault, role: Role = Role.CO_PARENT, name: str = "Ben", known_as: str = "Ada"
) -> tuple[Kept[Person], Kept[Person]]:
    """Two who know each other: the second as the first knows them, and the first as the second does."""
    now, words = timezone.now(), new_words()
    spot = Spot.alone(Circle(one).invite(name, role, words, now + timedelta(weeks=1), now, accounts().work, known_as))
    back = Circle(other).accept(hear_invitation(spot, words, now), name, now)
    Circle(one).invitations(now)
    assert back is not None
    return Circle(one).known()[-1], back


def meet(one: Parent, other: Parent, role: Role = Role.CO_PARENT) -> tuple[str, str]:
    """The same of two with browsers. Returns the ids of the second with the first, and of the first with the second."""
    there, back = paired(vault_of(one), vault_of(other), role, other.name, one.name)
    return str(there.id), str(back.id)
