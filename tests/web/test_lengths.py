"""A page lets nobody type more than its form takes, and no less: the two name one number."""

from html.parser import HTMLParser

import pytest

from amends.web.answers import StepForm
from amends.web.fields import SignInForm
from amends.web.forms import LONGEST_WORDS, longest
from amends.web.pages.after import AfterForm
from amends.web.pages.children import ChildForm
from amends.web.pages.diary import LONGEST_SOUGHT
from amends.web.pages.journal import PageForm
from amends.web.pages.library import AnswersForm
from amends.web.pages.quick import Quick
from amends.web.pages.sign_up import SignUpForm
from tests.people import ada, begins, signs_up, words_on

pytestmark = pytest.mark.django_db
TYPED = {"text", "search", "password"}


class Fields(HTMLParser):
    """What the fields of a page say about themselves: name and length of each that is typed into."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lengths: dict[str, int | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "textarea" or (tag == "input" and told.get("type") in TYPED):
            length = told.get("maxlength")
            self.lengths[told.get("name") or ""] = int(length) if length else None


def said_by(form: type) -> dict[str, int | None]:
    return dict(longest(form))


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/quick/", said_by(Quick)),
        ("/repair/{}/acknowledge/", said_by(StepForm)),
        ("/repair/{}/responsibility/", said_by(StepForm)),
        ("/repair/{}/plan/", said_by(StepForm)),
        ("/after/{}/", said_by(AfterForm)),
        ("/library/values/", said_by(AnswersForm)),
        ("/library/sigh/", said_by(AnswersForm)),
        ("/diary/", {"sought": LONGEST_SOUGHT}),
        ("/sign-in/", said_by(SignInForm)),
        ("/sign-up/", said_by(SignUpForm)),
        ("/offline/", {"": LONGEST_WORDS}),
    ],
)
def test_a_field_of_a_page_holds_as_much_as_its_form_takes(address: str, form: dict[str, int | None]) -> None:
    parent = ada()
    repair = begins(parent)
    fields = Fields(words_on(parent.browser.get(address.format(repair), follow=True))).lengths
    assert fields
    assert fields == {name: form[name] for name in fields}


@pytest.mark.parametrize(("address", "form"), [("/page/", PageForm), ("/children/", ChildForm)])
def test_where_a_page_to_write_on_cuts_nothing_the_form_still_has_its_bound(address: str, form: type) -> None:
    parent = ada()
    signs_up(parent)
    bounds = longest(form)
    fields = Fields(words_on(parent.browser.get(address, follow=True))).lengths
    assert fields
    assert all(bounds[name] and length in (None, bounds[name]) for name, length in fields.items())


def test_what_is_looked_for_is_bounded_by_the_server_too() -> None:
    parent = ada()
    begins(parent)
    sought = Fields(words_on(parent.browser.post("/diary/", {"sought": "a" * 500}))).lengths
    assert sought == {"sought": LONGEST_SOUGHT}
    assert f'value="{"a" * LONGEST_SOUGHT}"' in words_on(parent.browser.post("/diary/", {"sought": "a" * 500}))
