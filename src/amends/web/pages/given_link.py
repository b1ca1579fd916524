"""given-link: a letter for somebody without an account. Its address shows a page that says nothing, whatever lies
there; the words that were told apart from it open the letter, as often as they are said."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.process import Letter
from amends.store.accounts import accounts
from amends.store.handed import NotThere, Spot, was_fetched
from amends.store.links import WrongWords, listen, open_link, read_link, remove_link
from amends.vault import KEY_BYTES, PATIENCE, Busy, Damaged
from amends.web.fields import ShownForm, SpokenForm
from amends.web.forms import posted
from amends.web.fragments import Request, form_view, page
from amends.web.instead import how_long
from amends.web.language import texts
from amends.web.looked_at import shown, title_above
from amends.web.steady import clock
from amends.web.throttle import TooMany, address_of, guess


class AskedForm(SpokenForm):
    """The words that were told: a page that says nothing does not say how many."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        spoken = self.fields["spoken"]
        spoken.label, spoken.error_messages["required"] = "", texts().links.wrong
        spoken.widget.attrs["aria-labelledby"] = "asked"


class KeyForm(ShownForm):
    """The key that the words opened: the page of the letter sends it back, and nothing else keeps it."""

    key = forms.CharField()

    def clean_key(self) -> bytes:
        """The key itself. Raises ValidationError for what is none."""
        with suppress(NotBase64, ValueError):
            key = b64decode(self.cleaned_data["key"], validate=True)
            if len(key) == KEY_BYTES:
                return key
        raise forms.ValidationError("")


# No cookie opens anything here: each form carries what does. So none is set, and no other site can borrow one.
@csrf_exempt
@form_view
def given_link(request: Request, id: UUID) -> HttpResponse:
    """A field for the words; the letter for who says them; and the way to have it removed."""
    spot = Spot.alone(id)
    if request.method == "GET":
        _count(spot)
    if "key" in request.POST:
        return _removed(request, spot)
    form = AskedForm(posted(request))
    if not form.is_valid():
        return _asked(request, form, 422 if form.is_bound else 200)
    return _heard(request, spot, form)


@csrf_exempt
@require_POST
def still(request: Request, id: UUID) -> HttpResponse:
    """204 for who has the key, while the letter is there; to all others it is 404, whether it is or not."""
    form = KeyForm(request.POST)
    try:
        if form.is_valid():
            read_link(Spot.alone(id), form.cleaned_data["key"], clock.now())
            return HttpResponse(status=204)
    except NotThere:
        pass
    return HttpResponse(status=404)


def _heard(request: Request, spot: Spot, form: AskedForm) -> HttpResponse:
    """The letter; or the same page again, which tells no wrong words from an address where nothing lies."""
    seconds, status = 0, 422
    try:
        with guess(f"given {spot.id}", f"given to {address_of(request)}"):
            now = clock.now()
            key = listen(spot, form.cleaned_data["spoken"], now, accounts().work)
            letter = open_link(spot, key, now)
        return _opened(request, spot, letter, key)
    except (WrongWords, NotThere, Damaged):
        said = texts().links.wrong
    except TooMany as error:
        said, seconds, status = how_long(error.seconds), error.seconds, 429
    except Busy:
        said, seconds, status = how_long(PATIENCE), PATIENCE, 503
    form.add_error("spoken", said)
    response = _asked(request, form, status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def _opened(request: Request, spot: Spot, letter: Letter, key: bytes) -> HttpResponse:
    day = date_format(timezone.localtime(letter.until), "DATE_FORMAT")
    context = {
        "texts": texts().links,
        "letter": letter,
        "title": title_above(letter),
        "for_you": texts().links.for_you.format(day=day),
        "article": shown(letter.page),
        "is_titled": "<h1" in letter.page,
        "key": b64encode(key).decode(),
        "still": reverse("given-still", args=[spot.id]),
    }
    return page(request, "given-open.html", context=context)


def _removed(request: Request, spot: Spot) -> HttpResponse:
    form = KeyForm(request.POST)
    try:
        if form.is_valid():
            remove_link(spot, form.cleaned_data["key"], clock.now())
            return page(request, "given-gone.html", context={"texts": texts().links})
    except NotThere:
        pass
    return _asked(request, AskedForm({}), 422)


def _count(spot: Spot) -> None:
    """A disk that is full keeps nobody from the page, and so tells nobody whether something lies there."""
    with suppress(DatabaseError, InterfaceError):
        was_fetched(spot)


def _asked(request: Request, form: AskedForm, status: int) -> HttpResponse:
    return page(request, "given-link.html", context={"form": form, "texts": texts().links}, status=status)
