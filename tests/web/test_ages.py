import pytest

from amends.guidance import load
from amends.process import AgeBand
from tests.people import ada, words_on

AGES = load().ages


@pytest.mark.parametrize("band", AgeBand)
def test_each_age_says_what_it_understands_what_reaches_it_and_what_to_leave_out(band: AgeBand) -> None:
    page = words_on(ada().browser.get("/ages/", {"age": band}))
    age = AGES[band]
    assert all(text in page for text in (age.understanding, age.length or "", *age.favour, *age.hold_back))
    assert all(load().sources[source].named in page for source in age.sources)


def test_every_age_is_one_tap_away_and_the_open_one_says_so() -> None:
    page = words_on(ada().browser.get("/ages/?age=18%2B"))
    assert all(age.name in page for age in AGES.values())
    tabs = page.split('<nav class="tabs"')[1].split("</nav>")[0]
    assert tabs.count('aria-current="page"') == 1
    assert '"/ages/?age=18%2B" aria-current="page"' in tabs


@pytest.mark.parametrize("address", ["/ages/", "/ages/?age=", "/ages/?age=nobody"])
def test_without_an_age_the_youngest_is_open(address: str) -> None:
    assert AGES[AgeBand.BABY].understanding in words_on(ada().browser.get(address))


def test_each_age_leads_to_its_page_of_the_library() -> None:
    for one in load().library.page:
        if one.band:
            assert f'/library/{one.id}/"' in words_on(ada().browser.get("/ages/", {"age": one.band}))


def test_every_age_is_there_without_a_network() -> None:
    worker = ada().browser.get("/worker.js").content.decode()
    assert '"/ages/"' in worker and '"/ages/?age=6-9"' in worker and '"/ages/?age=18%2B"' in worker
    assert '"/phrases/"' not in worker
