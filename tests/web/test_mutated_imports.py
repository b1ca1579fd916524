"""Exports changed on their way, through the page: never an error of ours; diary and export still stand afterwards."""

import io
import os
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from amends.store.models import Envelope
from amends.web import throttle
from tests.people import PHRASE, ada, brings, signs_up
from tests.store.test_mutated import DATED, DAY_ONE, DAYLIO, JOURNIV, JRNL, LOOK_HARD, MONTH, mutated

ROUNDS = int(os.environ.get("AMENDS_ROUNDS", "60"))  # more, and other ones each time, where somebody asks for them
IS_SOAKED = "AMENDS_ROUNDS" in os.environ
OWN = (
    b'{"format": "amends-diary", "version": 1, "made": "2026-11-23T00:00:00Z", "diary": {"journal": [{"id":'
    b' "00000000-0000-0000-0000-000000000001", "page": {"written": "2026-11-23T00:00:00Z", "text": "a", "known_as":'
    b' "x", "before": [{"title": "b", "text": "c"}]}}], "children": [{"id": "00000000-0000-0000-0000-000000000002",'
    b' "child": {"name": "Juno"}}], "repairs": [{"id": "00000000-0000-0000-0000-000000000003", "repair": {"began":'
    b' "2026-11-23T00:00:00Z", "words": {"acknowledge": "d"}}}]}}'
)


@st.composite
def _files(draw: st.DrawFn) -> bytes:
    whole = draw(st.sampled_from([OWN, DAYLIO, DAY_ONE, JOURNIV, JRNL, DATED, MONTH]))
    content = draw(st.one_of(st.just(whole), mutated(whole)))
    if not draw(st.booleans()):
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(draw(st.sampled_from(["a.json", "a.csv", "2026-05.txt", "._a.json", "a.jpg"])), content)
        files.writestr("b/2026-05-20.md", b"words")
    return draw(st.one_of(st.just(out.getvalue()), mutated(out.getvalue())))


class TestChanged(TestCase):
    """Each example has a diary of its own, which is taken back."""

    @settings(max_examples=ROUNDS, derandomize=not IS_SOAKED, **LOOK_HARD)
    @given(st.lists(_files(), min_size=1, max_size=3), st.sampled_from(["x.json", "2026-05.txt", "x"]))
    def test_changed_files_are_kept_or_told_what_is_wrong_and_the_diary_still_stands(
        self, contents: list[bytes], name: str
    ) -> None:
        throttle.forget_all()
        someone = ada()
        signs_up(someone)
        for content in contents:
            before = Envelope.objects.count()
            answer = brings(someone, content, name)
            assert answer.status_code in (302, 422)
            assert answer.status_code == 302 or Envelope.objects.count() == before
        assert someone.browser.get("/diary/").status_code == 200
        assert someone.browser.post("/account/export/", {"proof": PHRASE}).status_code == 200


pytestmark = pytest.mark.django_db
