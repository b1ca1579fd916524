"""Whose diary a program may open, and for what: a token in a header says so, and nothing else does."""

from django.http import HttpRequest

from amends.process import Scope
from amends.store.diary import Diary
from amends.store.tokens import OpensNothing, by_token
from amends.vault import Mistyped, token
from amends.web.refused import NoAnswer
from amends.web.steady import clock
from amends.web.throttle import READINGS, address_of, take

REFUSES = (401, 403, 429)
GOES = (*REFUSES, 404, 507)  # of what changes or ends something that may not be there, or not fit
WRITES = (*GOES, 409)  # of what keeps words, too: danger, or other words in between
WHO = "WWW-Authenticate"


def diary_of(request: HttpRequest, scope: Scope) -> Diary:
    """The diary that the token of a request opens for `scope`. Raises NoAnswer; throttle.TooMany before any look."""
    take(READINGS, address_of(request))
    kind, _blank, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise NoAnswer(
            401, "Send a token of this diary in the header: Authorization: Bearer amends_…", ((WHO, "Bearer"),)
        )
    try:
        vault, program = by_token(token(given.strip()), clock.now())
    except (Mistyped, OpensNothing):
        says = "This token opens nothing here: it is not whole, or over, or was taken back."
        raise NoAnswer(401, says, ((WHO, 'Bearer error="invalid_token"'),)) from None
    if scope not in program.scopes:
        told = f'Bearer error="insufficient_scope", scope="{scope}"'
        raise NoAnswer(403, f"This token does not allow it: it needs {scope}. Make another one.", ((WHO, told),))
    return Diary(vault)
