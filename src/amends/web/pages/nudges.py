"""nudges: a few words in the parent's own calendar, at moments of the week that they choose. Off until asked for."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from amends.process import Nudges
from amends.store.calendars import MOST_CALENDARS, Calendars, TooManyCalendars
from amends.web.clock import zones
from amends.web.fields import LONGER, UNKEPT, Said, unless
from amends.web.forms import HeardForm, OnceForm, posted
from amends.web.fragments import Request, form_view, page
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.visit import desk_of, open_of, parent_of

# Words that anybody may read over a parent's shoulder.
WORDS: dict[str, Said] = {
    "minute": gettext_lazy("A minute for yourself"),
    "quiet": gettext_lazy("A quiet minute"),
    "breath": gettext_lazy("Three slow breaths"),
    "pause": gettext_lazy("Pause"),
}
USUAL_WEEKS = 12


class NudgesForm(OnceForm, HeardForm):
    """Which words, when, and for how long."""

    listens_to = ("own",)

    words = forms.ChoiceField(
        label=gettext_lazy("What stands in the calendar"),
        choices=list(WORDS.items()),
        initial="minute",
        required=False,
        widget=forms.RadioSelect,
    )
    own = forms.CharField(
        label=gettext_lazy("Or a few words of your own"),
        help_text=gettext_lazy("Take words that anybody may read."),
        max_length=Nudges.LONGEST_WORDS,
        required=False,
        widget=forms.TextInput(attrs=UNKEPT | {"dir": "auto"}),
        error_messages=LONGER,
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick one day at least.")},
    )
    at = forms.TimeField(
        label=gettext_lazy("At what time"),
        initial="20:30",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=unless(gettext_lazy("Write the time as hour:minute, such as 20:30.")),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("By the clock of"),
        choices=lambda: [("", ""), *((one, one) for one in zones())],
        error_messages={"required": gettext_lazy("Choose the place whose clock you live by.")},
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("For how many weeks"),
        help_text=gettext_lazy("Then it ends by itself."),
        initial=USUAL_WEEKS,
        min_value=1,
        max_value=Nudges.MOST_WEEKS,
        error_messages={
            "min_value": gettext_lazy("One week is the least."),
            "max_value": gettext_lazy("%(limit_value)d weeks are the most."),
            **unless(gettext_lazy("Say for how many weeks.")),
        },
    )

    @property
    def nudges(self) -> Nudges:
        """What was asked for, from now on."""
        given, now = self.cleaned_data, clock.now()
        words = given["own"] or str(WORDS[given["words"] or "minute"])
        until = now + timedelta(weeks=given["weeks"])
        return Nudges(words, tuple(sorted(given["days"])), given["at"], given["zone"], now, until)


@form_view
def nudges(request: Request) -> HttpResponse:
    """Those there are; and a new one, whose address is shown this once."""
    desk_of(request)
    calendars = Calendars(parent_of(request).vault)
    form = NudgesForm(posted(request), initial={"zone": _zone()})
    if form.is_valid():
        try:
            address = reverse("given-calendar", args=[calendars.make(form.nudges, form.once_name)])
            return page(request, "nudges-made.html", context={"address": request.build_absolute_uri(address)})
        except TooManyCalendars:
            wrong = _("There are %(number)d addresses already. Take one back first.") % {"number": MOST_CALENDARS}
            form.add_error(None, wrong)
    known = [_shown(one.id, one.entry) for one in calendars.known(clock.now())]
    return form_page(request, "nudges.html", form, {"known": known})


@require_POST
def revoke(request: Request, id: UUID) -> HttpResponse:
    """Takes an address back, at once."""
    Calendars(open_of(request).vault).revoke(id)
    return redirect("nudges")


def _zone() -> str:
    """The clock by which this parent's days are told; "" where none is known, or none that can be chosen."""
    name = timezone.get_current_timezone_name()
    return name if name in zones() else ""


def _shown(id: UUID, entry: Nudges) -> dict[str, Any]:
    return {"id": id, "entry": entry, "days": [WEEKDAYS[day] for day in entry.days]}
