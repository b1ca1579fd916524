"""sign-up: a guest's vault gets a passphrase and a recovery code. Not a word is moved, so none can be lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.store import visits
from amends.store.accounts import InUse, accounts, plain_name
from amends.store.opened import Vault
from amends.vault import SHORTEST_PHRASE, new_words
from amends.web.device import remember_device
from amends.web.fields import AS_TYPED, LONGER, LONGEST_PHRASE, Said, ShownForm, name_field
from amends.web.fragments import Request, page
from amends.web.given import is_given, onward, place
from amends.web.throttle import GUESSES, address_of, take
from amends.web.visit import begin, remember, visitor_of, visitor_or_guest
from amends.web.zones import with_zone

IN_USE = gettext_lazy("Please choose another passphrase: this one is in use here with this name.")


def phrase_field(label: Said, help_text: Said) -> forms.CharField:
    """A new passphrase, typed once where it can be seen: a thumb at night cannot type it twice in the dark."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_PHRASE,
        max_length=LONGEST_PHRASE,
        widget=forms.TextInput(attrs=AS_TYPED),
        error_messages=LONGER
        | {
            "required": gettext_lazy("Choose a passphrase, or take five words of any kind."),
            "min_length": gettext_lazy("Make it at least 12 characters long. A few words do well."),
        },
    )


class SignUpForm(ShownForm):
    """A name to be found by, the passphrase, and that its loss was understood."""

    known_as = name_field(
        gettext_lazy("A name to find it by"),
        help_text=gettext_lazy("Any name. It is stored so that nobody can read it."),
    )
    passphrase = phrase_field(
        gettext_lazy("A passphrase"), gettext_lazy("At least 12 characters. Or these five words, drawn by dice:")
    )
    understood = forms.BooleanField(
        label=gettext_lazy(
            "I know: nobody can open my diary for me. If I lose the passphrase and the recovery code, it is lost."
        ),
        widget=forms.CheckboxInput(attrs={"value": "yes"}),
        error_messages={"required": gettext_lazy("Please tick this: nobody could open your diary for you.")},
    )

    def clean(self) -> dict[str, Any]:
        """The passphrase must not be the name: it would be the first guess."""
        given = super().clean() or {}
        if "known_as" in given and plain_name(given["known_as"]) == plain_name(given.get("passphrase", "")):
            self.add_error("passphrase", ValidationError(_("The passphrase must not be the same as the name.")))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: Request) -> HttpResponse:
    """Asks for a name and a passphrase; then shows the recovery code, once."""
    visitor = visitor_of(request)
    if not settings.SIGN_UP:
        raise Http404
    if visitor and not visitor.is_guest:
        return onward(request, "account")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return enrol(request, form)
        except InUse:
            form.add_error("passphrase", IN_USE)
    context = {"form": form, "words": new_words(), "has_words": visitor is not None}
    return page(request, "sign-up.html", context=context, status=422 if form.is_bound else 200)


def show_code(request: Request, code: str, is_first: bool, then: str = "") -> HttpResponse:
    """The page that shows a recovery code, and leads on to `then`. It has no address of its own, so it cannot be opened
    again."""
    way = then or place("today" if is_first else "account", is_given(request))
    return page(request, "code.html", context={"code": code, "is_first": is_first, "onward": way})


def enrol(request: Request, form: SignUpForm, then: str = "", first: Callable[[Vault], object] = bool) -> HttpResponse:
    """Gives a guest's vault its passphrase, and shows the code. What is to be done `first` is done with it, or neither.

    Raises InUse, and what `first` raises; throttle.TooMany.
    """
    guest = visitor_or_guest(request)
    with_zone(request, guest.diary)
    vault = guest.vault
    name, passphrase = form.cleaned_data["known_as"], form.cleaned_data["passphrase"]
    for who in (address_of(request), f"as {plain_name(name)}"):
        take(GUESSES, f"sign-up {who}")  # each try asks whether this passphrase opens a diary of that name
    code = accounts().enrol(vault, name, passphrase, first)
    visits.end_all(guest.owner)  # a cookie that was there before the passphrase opens nothing any more
    answer = remember_device(show_code(request, code, is_first=True, then=then), name)
    return remember(answer, begin(vault))
