"""What a form sent: to be carried along through a page between, or shown again, so that no word of it is lost."""

from typing import Any

from django.http import HttpRequest

from amends.web.forms import is_said

SECRETS = {"passphrase", "code", "proof", "key"}  # what opens a diary, or a letter: never shown again
# What a form may send along through the page that asks to sign in: never what was typed on that page itself.
NOT_CARRIED = {"csrfmiddlewaretoken", "next", "carry", "known_as", "zone"} | SECRETS


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, without what opens a diary: to be carried along, or shown again."""
    fields = ((name, value) for name in request.POST for value in request.POST.getlist(name))
    return [(name, value) for name, value in fields if name not in NOT_CARRIED]


def carried_along(request: HttpRequest) -> dict[str, Any]:
    """What the page that asks to sign in carries along of a form, and shows of it: none of it is kept yet."""
    return {"carried": sent(request), "words": words_of(request)}


def words_of(request: HttpRequest) -> list[str]:
    """The same as words alone, to be shown once more where they cannot be kept: so that none of them is lost."""
    said = (value for name, value in sent(request) if is_said(name))
    return [value for value in said if value.strip()] if request.method == "POST" else []
