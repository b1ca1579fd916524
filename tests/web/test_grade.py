"""How many years of school a page asks for: Flesch and Kincaid's grade, with syllables by pyphen."""

import re
from html import unescape

import pyphen
import pytest

from amends.guidance import load
from amends.process import AgeBand, Response, Step, Tier
from tests.people import ada, begins, ben, signs_up

pytestmark = pytest.mark.django_db
HARDEST = 7.0
FEW = 5  # words: what is shorter is a name or a button, and would flatter
SYLLABLES = pyphen.Pyphen(lang="en_US")
PAGES = ["/", "/quick/", "/start/", "/read/", "/privacy/", "/rest/", "/faces/", "/sign-up/", "/sign-in/", "/library/"]
PAGES += [f"/library/{page.id}/" for page in load().library.page]
PAGES += [f"/help-now/?country=GB&tier={tier}&partner" for tier in Tier]
PAGES += ["/help-now/", "/help-now/?country=US", "/unsure/", "/country/", "/offline/"]
PAGES += ["/ages/?age=6-9", "/phrases/"]
OWN = ["/diary/", "/page/", "/children/", "/account/", "/account/passphrase/", "/account/code/", "/account/code/try/"]
OWN += ["/account/export/", "/account/import/", "/account/delete/"]
BLOCKS = re.compile(
    r"</?(?:p|li|h1|h2|h3|legend|label|button|summary|blockquote|section|div|ul|ol|a|nav|td|br)\b[^>]*>"
)
LEFT_OUT = re.compile(r'<(script|svg|select|noscript)\b.*?</\1>|<ul class="lines.*?</ul>', re.DOTALL)


def read_aloud(page: str) -> list[str]:
    """The sentences of a page's own part: what ends a block ends a sentence."""
    main = re.split(r'<main id="main"[^>]*>', page)[1].split("</main>")[0]
    text = BLOCKS.sub(" . ", LEFT_OUT.sub(" . ", main))
    text = unescape(re.sub(r"<[^>]+>", "", text))
    return [one for one in re.split(r"[.?!:;]\s", text) if len(re.findall(r"[A-Za-z']+", one)) >= FEW]


def grade(sentences: list[str]) -> float:
    """Flesch and Kincaid's grade of these sentences together."""
    words = [word for one in sentences for word in re.findall(r"[A-Za-z']+", one)]
    syllables = sum(SYLLABLES.inserted(word.lower()).count("-") + 1 for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_grade_of_known_sentences_is_what_the_formula_says() -> None:
    assert grade(["The cat sat on the mat"]) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade(["Responsibility necessitates considerable deliberation"]) > 20


def test_no_page_asks_for_more_than_seven_years_of_school() -> None:
    parent = ada()
    signs_up(parent)
    addresses = list(OWN)
    for band in AgeBand:
        repair = begins(parent, band=band)
        addresses += [f"/repair/{repair}/{step}/" for step in Step]
        addresses += [f"/card/{repair}/", f"/diary/{repair}/"]
    for response in Response:
        repair = begins(parent)
        parent.browser.post(f"/after/{repair}/", {"response": response})
        addresses.append(f"/after/{repair}/")
    seen = [(parent, address) for address in addresses] + [(ben(), address) for address in PAGES]
    told = {address: read_aloud(someone.browser.get(address).content.decode()) for someone, address in seen}
    grades = {address: grade(sentences) for address, sentences in told.items() if sentences}
    worst = max(grades, key=grades.__getitem__)
    print(f"hardest to read of {len(grades)} pages: {worst}, grade {grades[worst]:.1f}")
    assert {address: round(found, 1) for address, found in grades.items() if found > HARDEST} == {}
