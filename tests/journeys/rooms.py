"""Every room of the house with the way that leads there: measured, looked at and put beside the drawings from here.

A room is opened on a page of its own context: what needs words writes them first, what needs a diary makes one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.given import knows
from tests.journeys.test_card_look import BLAMES, NORMAL
from tests.journeys.test_diary import sign_up
from tests.journeys.test_first_repair import begin, to_the_card
from tests.journeys.test_help_look import lives_in_the_kingdom
from tests.journeys.test_invite import accepts, invites, says
from tests.journeys.test_write import at_step

MARKED = "I'm sorry I yelled this morning, but you never listen."
GRAVEST, GRAVE, AT_HOME = "I want to kill myself.", "I smacked you hard.", "My husband hit me in front of her."
NOBODYS = "/given/with/00000000-0000-4000-8000-000000000000/"
LIKELY = "I had your face in my hand and I squeezed."
_numbers = count(1)
_known: WeakKeyDictionary[BrowserContext, dict[str, str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Room:
    """One page in one state: its name, how one gets there, and what the look allows it.

    `words`: how many may be in view on a phone, top edge counted; 0 where the look names no bound.
    `is_focus`: it asks one thing, never scrolls, and has its button at the thumb.
    """

    name: str
    open: Callable[[Page], object]
    words: int = 0
    is_focus: bool = False


def at(address: str) -> Callable[[Page], object]:
    """A room that has an address of its own."""
    return lambda page: page.goto(address)


def own(address: str) -> Callable[[Page], object]:
    """A room of a diary."""
    return lambda page: (_has_a_diary(page), page.goto(address))


def _signs_up(page: Page) -> None:
    sign_up(page, f"Ada of room {next(_numbers)} {page.evaluate('Math.random()')}")


def _has_a_diary(page: Page) -> None:
    page.goto("/account/")
    if page.locator('main a[href="/account/code/"]').count() == 0:
        to_the_card(page)
        _signs_up(page)


def _card(page: Page, words: str = NORMAL) -> None:
    page.goto("/sentence/?unsafe=no")
    page.locator("#words").fill(words)
    page.get_by_role("button", name="To my card").click()
    expect(page.locator(".opening")).to_be_visible()


def _rest(page: Page) -> None:
    _card(page)
    page.get_by_role("button", name="Put the phone down").click()
    page.wait_for_url("**/rest/**")


def _after(page: Page) -> None:
    to_the_card(page)
    page.goto(page.url.replace("/card/", "/after/"))


def _reply(page: Page) -> None:
    _after(page)
    page.get_by_role("button", name="Did not want it").click()


def _step(step: str, words: str = "", waits_for: str = ".glass mark") -> Callable[[Page], object]:
    def opens(page: Page) -> None:
        at_step(page, step)
        if words:
            page.locator("#words").fill(words)
            page.locator(waits_for).first.wait_for()

    return opens


def _reads(words: str, waits_for: str) -> Callable[[Page], object]:
    def opens(page: Page) -> None:
        page.goto("/read/")
        page.locator("#words").fill(words)
        page.locator(waits_for).first.wait_for()

    return opens


def _hot(page: Page) -> None:
    begin(page)
    page.locator('.degrees label:has(input[value="9"])').click()
    page.locator('button[value="heat"]').click()


def _came(page: Page) -> None:
    _after(page)
    page.goto(f"{page.url}#plan")
    page.get_by_role("button", name="It came, and I did the old thing").click()


def _at_home_in_the_kingdom(words: str) -> Callable[[Page], object]:
    def opens(page: Page) -> None:
        lives_in_the_kingdom(page)
        _reads(words, ".stopped")(page)

    return opens


def _phrases_of_a_child(page: Page) -> None:
    _child(page)
    if page.get_by_text("Juno").count() == 0:
        page.get_by_label("A name, or one letter").fill("Juno")
        page.get_by_role("button", name="Keep", exact=True).click()
    page.goto("/phrases/")
    page.get_by_label("Words they like to hear").fill("bug")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_label("Words they like to hear")).to_have_value("bug")


def _page_in_the_diary(page: Page) -> None:
    _has_a_diary(page)
    page.goto("/page/")
    page.get_by_label("Your words").fill("A long day.")
    page.get_by_role("button", name="Keep it").click()


def _guests_list(page: Page) -> None:
    _step("validate")(page)
    page.goto("/diary/")


def _now_with_a_thread(page: Page) -> None:
    _step("acknowledge")(page)
    page.goto("/")


def _entry(page: Page) -> None:
    _has_a_diary(page)
    page.goto("/diary/")
    page.get_by_role("link", name="I raised my voice").first.click()


def _child(page: Page) -> None:
    _has_a_diary(page)
    page.goto("/children/")


def _deleted(page: Page) -> None:
    _entry(page)
    page.get_by_text("More: afterwards, before, delete").click()
    page.get_by_role("button", name="Delete this entry").click()


def _code(page: Page) -> None:
    to_the_card(page)
    _signs_up(page)


def _nothing_written(page: Page) -> None:
    page.context.clear_cookies()
    _signs_up(page)
    page.goto("/diary/")


def _invited_by(page: Page) -> None:
    _has_a_diary(page)
    address, words = invites(page, "Ben", "the other parent", "Ada")
    page.context.clear_cookies()
    says(page, address, words)


def _circle_of_two(page: Page) -> None:
    """Somebody who was invited, and has a letter of invitation of their own."""
    _invited_by(page)
    accepts(page, f"Ben of room {next(_numbers)} {page.evaluate('Math.random()')}")
    invites(page, "Cleo", "somebody near", "Ben")
    page.goto("/given/")


def _person(page: Page) -> None:
    _circle_of_two(page)
    page.locator(".circle").get_by_role("link", name="Ada").click()


def _parting(page: Page) -> None:
    _person(page)
    page.get_by_role("link", name="Part ways").click()


def _parted(page: Page) -> None:
    _parting(page)
    page.get_by_role("button", name="Part ways now").click()


def _invite_made(page: Page) -> None:
    _has_a_diary(page)
    invites(page, "Ben", "the other parent", "Ada")


def _wrong_words(page: Page) -> None:
    says(page, NOBODYS, "five words that nobody told")


def _rehearsal(*taps: str, words: str = NORMAL) -> Callable[[Page], object]:
    """A rehearsal after one turn, and these buttons after it."""

    def opens(page: Page) -> None:
        page.goto("/rehearse/")
        page.get_by_role("button", name="Go in").click()
        for tap in taps:
            if tap == "Say it":
                page.locator("#words").fill(words)
            page.get_by_role("button", name=tap).click()

    return opens


def _knows_somebody(page: Page) -> dict[str, str]:
    """The parent on this page has a diary, and knows Ben, who gave them a letter of every kind. Returns the ids."""
    if page.context not in _known:
        page.context.clear_cookies()
        name = f"Ada who knows {next(_numbers)} {page.evaluate('Math.random()')}"
        to_the_card(page)
        sign_up(page, name)
        _known[page.context] = knows(page, name, f"Ben of {name}", "co-parent", "letters")
    return _known[page.context]


def _of_ben(address: str) -> Callable[[Page], object]:
    """A room with the id of Ben, or of a letter, in its address."""

    def opens(page: Page) -> None:
        page.goto("/")
        page.goto(address.format(**_knows_somebody(page)))

    return opens


def _looked_at(page: Page) -> None:
    page.goto("/")
    _knows_somebody(page)
    page.goto("/patterns/page/")
    page.get_by_label("What I noticed").fill("It is always at the door.")
    page.get_by_label("The days and what they were").check()
    page.get_by_role("button", name="Look at it").click()


def _link_made(page: Page) -> None:
    _looked_at(page)
    page.locator('label:has(input[value="link"])').click()
    page.get_by_label("What you call them").fill("Dr Reed")
    page.get_by_role("button", name="Give it").click()
    page.locator(".spoken").wait_for()


# The quick way first, in its order; then the words, the card and after; then what is read, kept and looked after.
GUEST = [
    Room("now", at("/"), 30, is_focus=True),
    Room("now-thread", _now_with_a_thread, 45, is_focus=True),
    Room("breathe", at("/breathe/"), 30, is_focus=True),
    Room("breathe-body", at("/breathe/cold-water/"), 30, is_focus=True),
    Room("safe", at("/safe/"), 30, is_focus=True),
    Room("unsure", at("/unsure/")),
    Room("sentence", at("/sentence/?unsafe=no"), 45, is_focus=True),
    Room("start", at("/start/")),
    Room("calm", _step("calm")),
    Room("calm-hot", _hot),
    Room("write-empty", _step("acknowledge"), 55, is_focus=True),
    Room("write", _step("responsibility", MARKED), 55, is_focus=True),
    Room("write-asked", _step("responsibility", LIKELY, "#reading .asks-safe"), is_focus=True),
    Room("validate", _step("validate"), 55, is_focus=True),
    Room("reconnect", _step("reconnect"), 55, is_focus=True),
    Room("plan", _step("plan"), 55, is_focus=True),
    Room("card", _card, 30, is_focus=True),
    Room("card-ask", lambda page: _card(page, BLAMES), 45, is_focus=True),
    Room("rest", _rest, 30, is_focus=True),
    Room("after", _after, 45, is_focus=True),
    Room("after-reply", _reply, 45),
    Room("after-came", _came),
    Room("rehearse", at("/rehearse/")),
    Room("rehearse-say", _rehearsal(), 45, is_focus=True),
    Room("rehearse-guess", _rehearsal("Say it"), is_focus=True),
    Room("rehearse-note", _rehearsal("Say it", "Read the note"), is_focus=True),
    Room("rehearse-alone", _rehearsal("End"), is_focus=True),
    Room("rehearse-end", _rehearsal("Say it", "End", "Leave it out")),
    Room("stop", _at_home_in_the_kingdom(GRAVEST)),
    Room("stop-smacked", _at_home_in_the_kingdom(GRAVE)),
    Room("stop-at-home", _at_home_in_the_kingdom(AT_HOME)),
    Room("stop-somewhere", _reads(GRAVEST, ".stopped")),
    Room("stop-at-home-somewhere", _reads(AT_HOME, ".stopped")),
    Room("read", _reads(MARKED, "#reading .note")),
    Room("help", at("/help-now/?country=GB")),
    Room("help-somewhere", at("/help-now/")),
    Room("help-gravest", at("/help-now/?country=US&tier=A")),
    Room("help-at-home", at("/help-now/?country=GB&tier=B&partner")),
    Room("help-worn-out", at("/help-now/?country=AU&tier=C")),
    Room("country", at("/country/")),
    Room("library", at("/library/")),
    Room("exercise", at("/library/sigh/"), 30, is_focus=True),
    Room("exercise-last", at("/library/sigh/#line-4")),
    Room("exercise-notes", at("/library/cold-water/#notes")),
    Room("exercise-words", at("/library/half-sorry/")),
    Room("exercise-story", at("/library/whose-voice/")),
    Room("ages", at("/ages/?age=6-9")),
    Room("ages-none", at("/ages/")),
    Room("phrases", at("/phrases/")),
    Room("faces", at("/faces/")),
    Room("log", at("/log/")),
    Room("sources", at("/sources/")),
    Room("privacy", at("/privacy/")),
    Room("sign-up", at("/sign-up/")),
    Room("sign-in", at("/sign-in/")),
    Room("locked", at("/account/")),
    Room("diary-nobody", at("/diary/")),
    Room("diary-guest", _guests_list),
    Room("offline", at("/offline/")),
    Room("missing", at("/nowhere/")),
    Room("blank", at("/blank/")),
    Room("api", at("/api/v1/")),
    Room("given-link", at("/given/page/00000000-0000-4000-8000-000000000000/")),
    Room("given-sign-in", at("/given/sign-in/")),
    Room("invited", at(NOBODYS)),
    Room("invited-wrong", _wrong_words),
]
OWNER = [
    Room("diary", own("/diary/")),
    Room("entry", _entry),
    Room("patterns", own("/patterns/")),
    Room("sheet", own("/patterns/page/")),
    Room("page", own("/page/")),
    Room("page-kept", _page_in_the_diary),
    Room("child", _child),
    Room("phrases-own", _phrases_of_a_child),
    Room("account", own("/account/")),
    Room("programs", own("/account/programs/")),
    Room("nudges", own("/account/nudges/")),
    Room("passphrase", own("/account/passphrase/")),
    Room("new-code", own("/account/code/")),
    Room("try-code", own("/account/code/try/")),
    Room("export", own("/account/export/")),
    Room("import", own("/account/import/")),
    Room("delete", own("/account/delete/")),
    Room("deleted", _deleted, is_focus=True),
    Room("circle-empty", own("/given/")),
    Room("invite", own("/given/invite/")),
    Room("invite-made", _invite_made),
    Room("invited-by", _invited_by),
    Room("circle", _circle_of_two),
    Room("person", _person),
    Room("part", _parting),
    Room("circle-parted", _parted),
]
# What is given, and what lies here from somebody.
GIVEN = [
    Room("sheet-looked-at", _looked_at),
    Room("link-made", _link_made),
    Room("given-away", _of_ben("/given/away/")),
    Room("given-copy", _of_ben("/given/away/{mine}/")),
    Room("letter-page", _of_ben("/given/letters/{page}/")),
    Room("letter-note", _of_ben("/given/letters/{note}/")),
    Room("letter-exercise", _of_ben("/given/letters/{exercise}/")),
    Room("letter-covered", _of_ben("/given/letters/{covered}/")),
    Room("letter-both", _of_ben("/given/letters/{both}/")),
    Room("write-note", _of_ben("/given/people/{person}/write/note/")),
    Room("write-together", _of_ben("/given/people/{person}/write/together/")),
    Room("write-answer", _of_ben("/given/people/{person}/write/together/?about={covered}")),
]
CODE = [Room("code", _code, is_focus=True), Room("diary-empty", _nothing_written)]
ROOMS = [*GUEST, *OWNER, *CODE, *GIVEN]
