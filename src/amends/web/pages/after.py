"""after: what the child did with the words, a day to look again, and whether the plan's moment came."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amends.process import (
    After,
    Came,
    Event,
    Repair,
    Response,
    WrongDay,
    both,
    calendar_text,
    day_to_look,
    fingerprint,
    plan_fails,
    settle_alarms,
)
from amends.web.forms import ChoiceOf, HeardForm, OnceForm, WordsField, posted
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.stop import form_page
from amends.web.visit import begun_repair_of, desk_of, diary_of, repair_of

# The days that are one tap away, told by the parent's own clock.
LATER = {"tomorrow": timedelta(days=1), "three-days": timedelta(days=3)}


class AfterForm(HeardForm):
    """What came after. Everything may be left open. `kept` is the day to look again that stood there before."""

    listens_to = ("words",)

    response = ChoiceOf(Response)
    words = WordsField(required=False)
    again_on = forms.DateField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the day as year-month-day, such as 2026-12-24.")},
    )

    later = forms.ChoiceField(required=False, choices=[(one, one) for one in LATER])

    def __init__(self, data: QueryDict | None, *, kept: date | None, known: Collection[str]) -> None:
        super().__init__(data, known=known)
        self.kept = kept

    def clean_words(self) -> str:
        """The words without the space around them."""
        return str(self.cleaned_data["words"]).strip()

    def clean_again_on(self) -> date | None:
        """The day to look again. Raises ValidationError for one that is over."""
        try:
            return day_to_look(self.cleaned_data["again_on"], self.kept, timezone.localdate())
        except WrongDay:
            raise ValidationError(_("That day is over. Choose today, or a day to come.")) from None

    def changed(self, after: After) -> After:
        """What came after, with what this form says of it: a question that it did not ask stays as it was answered."""
        said = {name: self.cleaned_data[name] for name in ("response", "words", "again_on") if name in self.data}
        if "words" in said:
            said["words"] = both(after.words, said["words"], self.data.get("base", ""))
        if self.cleaned_data["later"]:
            said["again_on"] = timezone.localdate() + LATER[self.cleaned_data["later"]]
        return replace(after, **said)

    def noted(self, repair: Repair) -> Repair:
        """The repair with what came after."""
        return settle_alarms(repair, self.overruled, self.fresh).noted(self.changed(repair.after))


class CameForm(OnceForm):
    """Whether the plan was used when its moment came."""

    did = forms.ChoiceField(required=False, choices=[("yes", "yes"), ("no", "no")])


@form_view
def after(request: Request, id: UUID) -> HttpResponse:
    """Asks, keeps, and answers with the page for what the child did."""
    desk_of(request)
    kept = begun_repair_of(request, id)
    form = AfterForm(posted(request), kept=kept.entry.after.again_on, known=kept.entry.overruled)
    if "put_away" in request.POST:
        diary_of(request).amend(id, Repair.put_away)
        return redirect("today")
    if form.is_valid():
        diary_of(request).amend(id, form.noted)
        return redirect("after", id)
    base = form.data.get("base") or fingerprint(kept.entry.after.words)
    context = {"id": id, "repair": kept.entry, "texts": texts().after, "day": _day(kept.entry, form), "base": base}
    return form_page(request, "after.html", form, context | _answer(kept.entry))


def _day(repair: Repair, form: AfterForm) -> str:
    """What stands in the field for a day: what was typed there, else the day that is kept."""
    if form.is_bound and "again_on" in form.data:
        return str(form.data["again_on"])
    return repair.after.again_on.isoformat() if repair.after.again_on else ""


@require_POST
def came(request: Request, id: UUID) -> HttpResponse:
    """Two taps: the moment of the plan came, and it was used or not."""
    begun_repair_of(request, id)
    form = CameForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["did"]:
        return redirect("after", id)
    did = form.cleaned_data["did"] == "yes"
    now = timezone.now()
    kept = diary_of(request).amend(id, lambda newest: newest.met(Came(now, did, form.once_name)))
    context = {"id": id, "repair": kept.entry, "did": did, "texts": texts().after, "often": plan_fails(kept.entry)}
    return page(request, "came.html", context=context | {"pattern": texts().safety.pattern})


@require_safe
def day(request: Request, id: UUID) -> HttpResponse:
    """The day to look again, as a file for a calendar. It names nothing and nobody."""
    again_on = repair_of(request, id).entry.after.again_on
    if again_on is None:
        raise Http404
    reminder = Event(id, "Reminder", again_on)  # its id is the entry's own: a second download moves the first
    text = calendar_text([reminder], timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reminder.ics"'
    return response


def _answer(repair: Repair) -> dict[str, object]:
    response = repair.after.response
    return {"answer": texts().after.responses[response] if response else None}
