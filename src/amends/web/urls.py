"""Every address, on one screen."""

from django.urls import path, register_converter

from amends.process import Step
from amends.web.pages import card, forget, help_now, look, mishaps, privacy, read, repair, rest, start, today


class StepInAddress:
    """A step by its name."""

    regex = "|".join(Step)
    to_python = staticmethod(Step)
    to_url = staticmethod(str)


register_converter(StepInAddress, "step")

# Nobody's words are in these: they open for everyone.
PUBLIC = [
    path("", today.today, name="today"),
    path("start/", start.start, name="start"),
    path("read/", read.read_words, name="read"),
    path("help-now/", help_now.help_now, name="help-now"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("rest/", rest.rest, name="rest"),
    path("look/", look.look, name="look"),
    path("forget/", forget.forget, name="forget"),
    path("leave/", forget.leave, name="leave"),
    path("blank/", rest.blank, name="blank"),
]
# These show what one visitor wrote; for all others they do not exist.
PRIVATE = [
    path("repair/<uuid:id>/<step:step>/", repair.repair, name="repair"),
    path("card/<uuid:id>/", card.card, name="card"),
]
urlpatterns = PUBLIC + PRIVATE

handler400 = mishaps.not_understood
handler404 = mishaps.not_here
handler500 = mishaps.our_fault
