"""invite: an address to send, and five words to tell by voice. Both are shown once, on a page without an address."""

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from amends.process import Person, Role
from amends.store.accounts import accounts
from amends.store.circle import Circle, TooManyPeople
from amends.store.opened import Vault
from amends.web.fields import UNKEPT, Said
from amends.web.forms import TOO_LONG, HeardForm, OnceForm, WordsField, posted
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.pages.circle import INVITED
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.visit import desk_of, parent_of

WEEKS = {"2": gettext_lazy("two weeks"), "1": gettext_lazy("one week")}  # the first is offered


def person_field(label: Said, help_text: Said = "", required: bool = True) -> WordsField:
    """What somebody is called."""
    return WordsField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=Person.LONGEST_NAME,
        widget=forms.TextInput(attrs=UNKEPT),
        error_messages={
            "required": gettext_lazy("Give a name. A nickname or one letter is enough."),
            "max_length": TOO_LONG,
        },
    )


class InviteForm(OnceForm, HeardForm):
    """Whom, as what, and for how long it may be answered."""

    listens_to = ("name", "called")

    name = person_field(gettext_lazy("Whom do you invite?"), gettext_lazy("Only you see this name."))
    role = forms.ChoiceField(
        label=gettext_lazy("What are they to you?"),
        choices=list(INVITED.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what they are to you.")},
    )
    called = person_field(
        gettext_lazy("What do they call you?"), gettext_lazy("They see this name, once they have said the words.")
    )
    weeks = forms.ChoiceField(
        label=gettext_lazy("How long may they take?"),
        choices=list(WEEKS.items()),
        initial=next(iter(WEEKS)),
        error_messages={"required": gettext_lazy("Choose how long they may take.")},
        widget=forms.RadioSelect,
    )


@form_view
def invite(request: Request) -> HttpResponse:
    """Asks whom; then shows the words and the address."""
    desk_of(request)
    vault = parent_of(request).vault
    form = InviteForm(posted(request))
    if form.is_valid():
        try:
            return _invited(request, vault, form)
        except TooManyPeople:
            form.add_error("name", texts().circle.people.full)
    return form_page(request, "invite.html", form, {"texts": texts().circle.invite})


def _invited(request: Request, vault: Vault, form: InviteForm) -> HttpResponse:
    """Raises TooManyPeople, vault.Busy."""
    given, words, now = form.cleaned_data, vault.words_for(form.once_name), clock.now()
    until = now + timedelta(weeks=int(given["weeks"]))
    role = Role(given["role"])
    work, called = accounts().work, given["called"]
    id = Circle(vault).invite(given["name"], role, words, until, now, work, called, form.once_name)
    context = {
        "words": words,
        "address": request.build_absolute_uri(reverse("invited", args=[id])),
        "name": given["name"],
        "until": until,
        "texts": texts().circle.invite,
    }
    return page(request, "invite-made.html", context=context)
