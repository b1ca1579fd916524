"""forget: a guest's words are gone at once."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from amends.web.fragments import Request
from amends.web.given import onward
from amends.web.visit import end


@require_POST
def forget(request: Request) -> HttpResponse:
    """Takes away all this guest wrote, and ends the visit. A parent's diary is only locked."""
    return end(request, cast(HttpResponse, redirect("today")))


@require_POST
def leave(request: Request) -> HttpResponse:
    """In a hurry: locks a diary, forgets a guest's words; a blank page follows that says nothing of where it was."""
    return end(request, onward(request, "blank"))
