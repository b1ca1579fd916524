"""Every address, on one screen."""

from typing import Any

from django.conf import settings
from django.urls import include, path, register_converter

from amends.process import Step, Tool
from amends.web.api import document, home
from amends.web.pages import (
    account,
    after,
    ages,
    breathe,
    card,
    children,
    circle,
    country,
    diary,
    errors,
    faces,
    forget,
    give,
    given_away,
    given_calendar,
    given_link,
    health,
    help_now,
    invite,
    invited,
    journal,
    letters,
    library,
    log,
    look,
    now,
    nudges,
    offline,
    patterns,
    person,
    phrases,
    privacy,
    programs,
    quick,
    read,
    rehearse,
    repair,
    rest,
    safe,
    sheet,
    sign_in,
    sign_up,
    sources,
    start,
    today,
    transfer,
    try_code,
    unsure,
    write_to,
)


class StepInAddress:
    """A step by its name."""

    regex = "|".join(Step)
    to_python = staticmethod(Step)
    to_url = staticmethod(str)


class ToolInAddress:
    """A tool for the body by its name."""

    regex = "|".join(Tool)
    to_python = staticmethod(Tool)
    to_url = staticmethod(str)


register_converter(StepInAddress, "step")
register_converter(ToolInAddress, "tool")

# Nobody's kept words are in these: they open for everyone.
PUBLIC = [
    path("", today.today, name="today"),
    path("start/", start.start, name="start"),
    path("breathe/", breathe.breathe, name="breathe"),
    path("breathe/<tool:tool>/", breathe.body, name="breathe-body"),
    path("safe/", safe.safe, name="safe"),
    path("sentence/", quick.quick, name="quick"),
    path("quick/", quick.quick, name="quick-before"),  # as it was called once
    path("log/", log.log, name="log"),
    path("library/", library.library, name="library"),
    path("library/<slug:name>/", library.exercise, name="exercise"),
    path("ages/", ages.ages, name="ages"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("sources/", sources.sources, name="sources"),
    path("faces/", faces.faces, name="faces"),
    path("offline/", offline.offline, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("rules.json", offline.rules, name="rules"),
    path("healthz", health.healthz, name="healthz"),
    path("now/card/", now.now_card, name="now-card"),
    path("now/<step:step>/", now.now, name="now"),
    path("read/", read.read_words, name="read"),
    path("rehearse/", rehearse.rehearse, name="rehearse"),
    path("rehearse/turn/", rehearse.turn, name="rehearse-turn"),
    path("rehearse/card/", rehearse.to_card, name="rehearse-card"),
    path("api/v1/", home.home, name="api"),
    path("api/v1/openapi.json", document.openapi, name="api-document"),
    path("api/v1/read", document.VIEWS["read"], name="api-read"),
    path("api/v1/card", document.VIEWS["card"], name="api-card"),
    path("help-now/", help_now.help_now, name="help-now"),
    path("unsure/", unsure.unsure, name="unsure"),
    path("country/", country.country, name="country"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("rest/", rest.rest, name="rest"),
    path("look/", look.look, name="look"),
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("lock/", account.lock, name="lock"),
    path("forget/", forget.forget, name="forget"),
    path("leave/", forget.leave, name="leave"),
    path("blank/", rest.blank, name="blank"),
    path("given/page/<uuid:id>/", given_link.given_link, name="given-link"),
    path("given/page/<uuid:id>/still/", given_link.still, name="given-still"),
    path("given/calendar/<str:address>.ics", given_calendar.given_calendar, name="given-calendar"),
    path("given/sign-up/", sign_up.sign_up, name="given-sign-up"),
    path("given/sign-in/", sign_in.sign_in, name="given-sign-in"),
    path("given/lock/", account.lock, name="given-lock"),
    path("given/leave/", forget.leave, name="given-leave"),
    path("given/blank/", rest.blank, name="given-blank"),
    path("given/with/<uuid:id>/", invited.invited, name="invited"),
]
# These show what one visitor wrote; for all others they do not exist, or ask them to sign in.
PRIVATE = [
    path("repair/<uuid:id>/<step:step>/", repair.repair, name="repair"),
    path("rehearse/keep/", rehearse.keep, name="rehearse-keep"),
    path("rehearse/<uuid:id>/", rehearse.rehearse_repair, name="rehearse-repair"),
    path("log/<uuid:id>/", log.logged, name="logged"),
    path("card/<uuid:id>/", card.card, name="card"),
    path("after/<uuid:id>/", after.after, name="after"),
    path("after/<uuid:id>/came/", after.came, name="came"),
    path("after/<uuid:id>/reminder.ics", after.day, name="day"),
    path("diary/", diary.diary, name="diary"),
    path("diary/<uuid:id>/", diary.entry, name="entry"),
    path("diary/<uuid:id>/forget/", diary.forget_entry, name="forget-entry"),
    path("diary/<uuid:id>/restore/<uuid:past>/", diary.restore, name="restore"),
    path("diary/bring-back/", diary.bring_back, name="bring-back"),
    path("patterns/", patterns.show, name="patterns"),
    path("patterns/page/", sheet.sheet, name="sheet"),
    path("give/", give.give, name="give"),
    path("given/away/", given_away.given_away, name="given-away"),
    path("given/away/<uuid:id>/", given_away.copy, name="given-copy"),
    path("given/away/<uuid:id>/back/", given_away.take_back, name="take-back"),
    path("given/away/<uuid:id>/forget/", given_away.forget, name="forget-given"),
    path("given/letters/<uuid:id>/", letters.letter, name="letter"),
    path("given/letters/<uuid:id>/remove/", letters.remove, name="remove-letter"),
    path("given/letters/<uuid:id>/still/", letters.still, name="letter-still"),
    path("given/people/<uuid:id>/write/<slug:kind>/", write_to.write_to, name="write-to"),
    path("page/", journal.new_page, name="new-page"),
    path("page/<uuid:id>/", journal.one_page, name="page"),
    path("children/", children.children, name="children"),
    path("children/<uuid:id>/", children.child, name="child"),
    path("given/", circle.circle, name="circle"),
    path("given/invite/", invite.invite, name="invite"),
    path("given/invite/<uuid:id>/withdraw/", circle.withdraw, name="withdraw"),
    path("given/people/<uuid:id>/", person.person, name="person"),
    path("given/people/<uuid:id>/part/", person.part, name="part"),
    path("deliver/", offline.deliver, name="deliver"),
    path("account/", account.account, name="account"),
    path("account/passphrase/", account.passphrase, name="passphrase"),
    path("account/key/", account.new_key, name="new-key"),
    path("account/code/", account.new_code, name="new-code"),
    path("account/code/try/", try_code.try_code, name="try-code"),
    path("account/programs/", programs.programs, name="programs"),
    path("account/programs/<uuid:id>/revoke/", programs.revoke, name="revoke-program"),
    path("account/nudges/", nudges.nudges, name="nudges"),
    path("account/nudges/<uuid:id>/revoke/", nudges.revoke, name="revoke-nudges"),
    path("account/export/", transfer.export, name="export"),
    path("account/import/", transfer.bring, name="import"),
    path("account/delete/", account.delete, name="delete"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("given/sign-out/", account.sign_out, name="given-sign-out"),
]
# What a program's token opens; no cookie does.
FOR_PROGRAMS = [
    path("api/v1/diary", document.VIEWS["diary"], name="api-diary"),
    path("api/v1/repairs", document.VIEWS["repairs"], name="api-repairs"),
    path("api/v1/repairs/<uuid:id>", document.VIEWS["repairs/{id}"], name="api-repair"),
    path("api/v1/repairs/<uuid:id>/unsafe", document.VIEWS["repairs/{id}/unsafe"], name="api-unsafe"),
    path("api/v1/repairs/<uuid:id>/answers", document.VIEWS["repairs/{id}/answers"], name="api-answers"),
    path("api/v1/repairs/<uuid:id>/after", document.VIEWS["repairs/{id}/after"], name="api-after"),
    path("api/v1/repairs/<uuid:id>/came", document.VIEWS["repairs/{id}/came"], name="api-came"),
    path("api/v1/plans", document.VIEWS["plans"], name="api-plans"),
    path("api/v1/plans/<uuid:id>", document.VIEWS["plans/{id}"], name="api-plan"),
    path("api/v1/pages", document.VIEWS["pages"], name="api-pages"),
    path("api/v1/pages/<uuid:id>", document.VIEWS["pages/{id}"], name="api-page"),
    path("api/v1/children", document.VIEWS["children"], name="api-children"),
    path("api/v1/export", document.VIEWS["export"], name="api-export"),
]
_EVERY = PUBLIC + PRIVATE + FOR_PROGRAMS
_BELOW: list[Any] = [path(settings.PATH.removeprefix("/"), include(_EVERY))]
urlpatterns = _EVERY if settings.WHOLE_HOST else _BELOW

handler400 = errors.not_understood
handler404 = errors.not_here
handler405 = errors.other_way  # ours: Django answers with nothing at all
handler500 = errors.our_fault
handler_damaged = diary.damaged  # ours: what is there and cannot be opened
