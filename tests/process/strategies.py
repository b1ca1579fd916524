"""Readings and repairs as Hypothesis may imagine them."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from amends.process import SPOKEN, Alarm, Flag, Label, Place, Reading, Repair, Span, Step, Tier

WORDS = st.text(alphabet="ab '.\n", max_size=30)


@st.composite
def readings(draw: st.DrawFn, text: str) -> Reading:
    """A reading of `text`, one sentence a word, with any labels at all."""
    places = _places(text)
    spans = [
        Span(place, label, place, draw(st.sampled_from((0.6, 0.9, 1.0))), "cue", draw(st.booleans()))
        for place in places
        for label in draw(st.lists(st.sampled_from(Label), unique=True, max_size=3))
    ]
    return Reading(sentences=tuple(places), spans=tuple(spans))


def _places(text: str) -> list[Place]:
    places, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        places.append(Place(start, at))
    return places


TEXTS = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=6).map(" ".join)
TEXTS_READ = TEXTS.flatmap(lambda text: st.tuples(st.just(text), readings(text)))
ALARM = Alarm(Flag.HARM_CHILD, Tier.A, Place(0, 1), "rule")
REPAIRS = st.builds(
    Repair,
    began=st.just(datetime(2026, 11, 23, tzinfo=UTC)),
    words=st.dictionaries(st.sampled_from(SPOKEN), WORDS),
    done=st.frozensets(st.sampled_from(Step)),
)
