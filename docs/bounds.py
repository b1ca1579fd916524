"""Every bound of the code by the name of its constant: what it bounds, and what somebody who meets it is told.

The numbers stand in the code alone, and the sentences too: tests/house/test_bounds.py finds each of them there, and
finds each constant that is named like a bound (`IS_BOUND`) here.
"""

import re
from importlib import import_module
from typing import NamedTuple

_BEGINS = "LONGEST|SHORTEST|LARGEST|MOST|PATIENCE|PACE|MEMORY|QUEUE|THREADS|AT_ONCE|LINES"
IS_BOUND = re.compile(rf"_?(?:{_BEGINS})(?:_|$)|.*_MAX_|.*_WAIT$")


class Bound(NamedTuple):
    """One constant (`module:NAME`, below `amends`), what it counts, and what happens beyond it: in a sentence that the
    code says (`says`), or else in one of this page's own (`then`)."""

    where: str
    what: str
    says: str = ""
    then: str = ""

    @property
    def number(self) -> int | float:
        """The bound itself, out of the code."""
        module, _colon, path = self.where.partition(":")
        found = import_module(f"amends.{module}")
        for name in path.split("."):
            found = getattr(found, name)
        return found


LESS = "This is more than can be sent at once. Please go back and send less."
SLOW = "This came too slowly. Please go back and send it once more."
BUSY = "A lot is going on here just now. Please go back and try again in a minute."
KEYS = "Many people are opening a diary here just now. Nothing is lost. Try again in a moment."
WAIT = "That was a lot at once. Try again in %(minutes)d minutes."
FULL = "This was not kept. What you kept before is there. Choose a name and a passphrase, and there is room."
SPLIT = "Make two of it in the file, then try again."
LINES = "These are more lines than fit here: %(limit_value)d at most. Nothing was kept."
HELD = "This file is not held here any more, and nothing of it was kept. Choose it once more."
OWN_LINE = "The child says our own line."
READ = "This is more than I read at once. Your words stay as you wrote them; a shorter part can be read."

BOUNDS = (
    Bound("settings:DATA_UPLOAD_MAX_MEMORY_SIZE", "bytes of a form", LESS),
    Bound("settings:FILE_UPLOAD_MAX_MEMORY_SIZE", "bytes of a diary that is brought in, beside its form", LESS),
    Bound("store.unpacked:LARGEST", "bytes of the same file, unpacked", "This file is larger than any diary"),
    Bound("store.unpacked:LARGEST_TEXT", "bytes of it, where it is no JSON", "This text is longer than any diary"),
    Bound("store.unpacked:MOST_LINES", "lines of such a text", "lines. Bring in a part of it."),
    Bound("store.unpacked:LONGEST_LINE", "bytes of one such line", "This line is longer than any page."),
    Bound(
        "store.unpacked:MOST_SIGNS",
        "commas, opening brackets and line ends of the same file",
        "This file has more parts than any diary. If it is one, bring in a part of it.",
    ),
    Bound(
        "process.repair:MOST_NOTED",
        "notes put away in one repair; sentences used as they are; times that its plan met its moment",
        then="Further notes come back, and of times the newest are kept.",
    ),
    Bound("store.unpacked:MOST_FILES", "files in a zip", "files in this zip. Bring in a part of it."),
    Bound("store.formats.found:MOST_ENTRIES", "entries of one file", "entries. Bring in a part of the file."),
    Bound("store.formats.json_parts:LARGEST_ENTRY", "bytes of one entry", "This entry is larger than any page."),
    Bound("store.formats.json_parts:MOST_BOOKS", "journals of one file", "journals in this file."),
    Bound(
        "web.pages.transfer:MOST_A_TURN",
        "entries of it that are kept at one turn",
        then="The page goes on with the rest.",
    ),
    Bound("web.held:MOST_BYTES", "bytes of files that are looked at, of all visitors together", HELD),
    Bound(
        "web.looked_at:MOST_BYTES",
        "bytes of a page that is given",
        "This page is too long to be given. Choose fewer weeks or parts. You can print it as it is.",
    ),
    Bound(
        "store.handed:MOST_IN_A_BOX",
        "pages and notes that lie with one person at once",
        then="Nothing more can be given to them until some are read and removed, or are over.",
    ),
    Bound(
        "store.handed:MOST_BYTES_IN_A_BOX",
        "bytes of them, sealed",
        then="Nothing more can be given to them until some are read and removed, or are over.",
    ),
    Bound(
        "store.circle:MOST_PEOPLE",
        "people of one parent or therapist, with open invitations",
        then="Nobody is invited. Forget an invitation that is over, or somebody with whom it is over.",
    ),
    Bound("web.api.cut:MOST_AT_ONCE", "entries of one answer to a program", "limit must be a number from 1 to"),
    Bound("web.api.asked:LONGEST_KEY", "characters of a program's own name for a call", "visible ASCII characters."),
    Bound("store.tokens:MOST_PROGRAMS", "programs that may open one diary", "programs already. Take one back first."),
    Bound("process.program:Program.MOST_DAYS", "days that one of them may", "days are the most."),
    Bound("store.calendars:MOST_CALENDARS", "calendar addresses of a diary", "addresses already. Take one back first."),
    Bound("process.calendar:Nudges.MOST_WEEKS", "weeks that one of them lasts", "weeks are the most."),
    Bound("web.asgi:PATIENCE", "seconds that a form may take to arrive", SLOW),
    Bound("web.asgi:PACE", "bytes of it that give it one second more", SLOW),
    Bound("web.asgi:MEMORY", "bytes of all forms that are held at once", BUSY),
    Bound("web.asgi:QUEUE", "requests that wait in one lane", BUSY),
    Bound(
        "web.asgi:THREADS", "requests that are answered at once, beside help and leaving", then="The next one waits."
    ),
    Bound("vault.slots:AT_ONCE", "keys made from words at once, 128 MiB each at the usual work", KEYS),
    Bound("vault.slots:PATIENCE", "seconds that the next one waits for its turn", KEYS),
    Bound("web.throttle:FIRST_WAIT", "seconds to wait after one wrong guess too many", WAIT),
    Bound("web.throttle:LONGEST_WAIT", "seconds to wait after many more, at most", WAIT),
    Bound("store.quota:MOST_ROWS", "rows of one guest: entries, steps that were left, children", FULL),
    Bound("store.quota:MOST_BYTES", "bytes of one guest, sealed", FULL),
    Bound("store.quota:MOST_AN_HOUR", "bytes that are written for one guest in an hour", WAIT),
    Bound("process.journal:LONGEST_TEXT", "characters of a free page that is brought in", SPLIT),
    Bound("process.journal:LONGEST_TITLE", "characters of its title", SPLIT),
    Bound("process.people:Child.LONGEST_NAME", "characters of a child's name that is brought in", SPLIT),
    Bound("process.people:Child.LONGEST_WORDS", "characters of each text about a child that is brought in", SPLIT),
    Bound("web.pages.library:MOST_QUESTIONS", "answers on one page of the library", LINES),
    Bound("web.pages.card:LINES", "lines of a card beside its first", LINES),
    Bound("web.entries:LONGEST_SOUGHT", "characters of what is looked for", then="Only so many are looked for."),
    Bound(
        "web.pages.circle:LONGEST_SOUGHT",
        "characters of a name that is looked for",
        then="Only so many are looked for.",
    ),
    Bound(
        "web.answers:MOST_SAVES", "savings of one page that stays open", then="The page is shown again, with its words."
    ),
    Bound("coach:MOST_CHARACTERS", "characters that are read for notes", READ),
    Bound("coach:MOST_SENTENCES", "sentences that are read for notes", READ),
    Bound("coach.sentences:LONGEST", "characters of one sentence", then="A longer one is cut in two."),
    Bound("coach.ear:MOST_PASSES", "passes of the safety ear over one text", then="The rules still hear all of it."),
    Bound("coach.neural:LONGEST", "tokens in one pass of the reader", then="A longer sentence takes several."),
    Bound(
        "process.long_sentences:LONGEST",
        "characters of an opening that can be cut into parts",
        then="No parts are offered.",
    ),
    Bound("rehearsal.run:MOST_TURNS", "turns of one rehearsal", then="Only the last one is left, and the end."),
    Bound(
        "web.rehearsing:LONGEST_RUN",
        "characters of a rehearsal as it travels from page to page",
        then="No page of ours makes a longer one: it is refused.",
    ),
    Bound(
        "cli.rehearse:MOST_TRANSCRIPTS",
        "rehearsals that are written down at once",
        then="The command says how many it takes.",
    ),
    Bound(
        "rehearsal.run:MOST_LINES",
        "lines of a child that one rehearsal carries, so that none comes twice",
        then="Those before may come again.",
    ),
    Bound(
        "web.rehearsing:LONGEST_LATELY",
        "characters of the cookie that holds the numbers of those lines",
        then="Those before may come again.",
    ),
    Bound("vault.parcels:LARGEST_PIECE", "bytes of one piece of a backup", then="The backup counts as damaged."),
    Bound("guidance.own_lines:MOST_LINES", "help lines of a house's own", "fit here at most. Keep the nearest."),
    Bound("guidance.own_lines:LARGEST_FILE", "bytes of their file", "Leave out what is no help line."),
    Bound(
        "store.pulse:PATIENCE",
        "seconds that the database may take to answer `/healthz`",
        then="The answer is 503.",
    ),
    Bound("rehearsal.voice:MOST_BYTES", "bytes that a language model may answer", then=OWN_LINE),
    Bound("rehearsal.voice:PATIENCE", "seconds that it may take for all of it", then=OWN_LINE),
    Bound(
        "cli.first_visit:PATIENCE",
        "seconds that a phone may be silent while it asks for its certificate",
        then="The connection is closed, and the page can be opened again.",
    ),
    Bound(
        "cli.first_visit:LONGEST_VISIT",
        "seconds that a phone may take for all of it",
        then="The connection is closed, and the page can be opened again.",
    ),
    Bound("cli.first_visit:MOST_AT_ONCE", "phones that ask for it at once", then="One more is hung up on."),
)

# Named like a bound, and none that a person could meet: why.
IN_THE_FORMS = "stands in the table of the forms"
NO_BOUNDS = {
    "coach.sentences:LONGEST_ABBREVIATION": "how the end of a sentence is told from a dot",
    "rehearsal.said:MOST_VOICED": "what a language model says beyond it is not taken: our own line stands",
    "coach.wordpiece:LONGEST_WORD": "a longer word is unknown to the model",
    "process.long_sentences:SHORTEST": "which parts of a sentence can stand alone",
    "process.plan:LONGEST_PLAN": "from here on a page asks for fewer words, and takes them all",
    "store.formats.rednotebook:_MOST_DAYS": "a month has no more",
    "store.archive:_AT_ONCE": "how a backup is cut into pieces",
    "store.shelf:_AT_ONCE": "how many rows one statement holds",
    "store.visits:_AT_ONCE": "how many guests who are over go in one statement",
    "vault.slots:SHORTEST_PHRASE": IN_THE_FORMS,
    "process.giving:Letter.LONGEST_TITLE": IN_THE_FORMS,
    "process.giving:Letter.LONGEST_WORDS": IN_THE_FORMS,
    "process.giving:Person.LONGEST_NAME": IN_THE_FORMS,
    "process.calendar:Nudges.LONGEST_WORDS": IN_THE_FORMS,
    "process.program:Program.LONGEST_NAME": IN_THE_FORMS,
    "web.answers:LONGEST_HALF": IN_THE_FORMS,
    "web.answers:LONGEST_LIMIT": IN_THE_FORMS,
    "web.answers:LONGEST_NAME": IN_THE_FORMS,
    "web.fields:LONGEST_NAME": IN_THE_FORMS,
    "web.fields:LONGEST_PHRASE": IN_THE_FORMS,
    "web.fields:LONGEST_SPOKEN": IN_THE_FORMS,
    "process.message:LONGEST_WORDS": IN_THE_FORMS,
    "web.pages.sheet:LONGEST_LINE": IN_THE_FORMS,
    "web.rehearsing:LONGEST_NAME": IN_THE_FORMS,
    "rehearsal.run:LONGEST_TURN": IN_THE_FORMS,
    "web.pages.card:LONGEST": IN_THE_FORMS,
    "web.pages.quick:LONGEST": IN_THE_FORMS,
}
