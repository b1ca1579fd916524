"""Lets a language model word a line that was chosen without it, and takes what it says only where that fits.

Decides nothing of what the child feels or does, keeps nothing and writes nothing down. The scene, the talk and the line
go out to where an operator says. A model that is late or wrong is as good as none: our own line stands.
"""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from amends.guidance import VoiceRules
from amends.known import know

MOST_BYTES = 65_536  # of an answer: far more than any line, and no flood
PATIENCE = 2.0  # seconds, for all of it: from the search for the address to the last byte
WARMTH = 0.8  # the model's temperature: two parents should not hear the same child
TOKENS_A_WORD = 2
CHARACTERS_A_WORD = 12
CLOSED = frozenset({"shut", "wary"})  # the moods of a child who gives nothing away yet
COPIED = 0.15  # share of a line's own words that may be the parent's
FEW = 4  # so many own words and more are compared with the parent's
MARKS = frozenset('*_#<>[](){}|`~="“”„«»\\')  # how models write stage directions, and never how children talk

_ASIDE = re.compile(r"\*[^*]*\*|\([^)]*\)|\[[^\]]*\]")
_SPEAKER = re.compile(r"^\s*(?:[^\W\d_]+ )?[^\W\d_]+:\s+")
_AROUND = "\"“”„«»'‘’` \t\r\n"

Hears = Callable[[str], bool]  # True for words in which danger is heard


@dataclass(frozen=True, slots=True)
class Asked:
    """What the model is told: the scene, the talk, and the line of our own (`does`, `says`) that it words anew.

    `heard` are the parent's last words, `recent` the last lines of both before them, oldest first.
    """

    band: str
    temper: str
    mood: str
    happened: str
    heard: str
    recent: tuple[str, ...]
    does: str
    says: str
    most_words: int


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Answer(msgspec.Struct):
    choices: list[_Choice]


know(_Answer)


def word(
    address: str, model: str, asked: Asked, rules: VoiceRules, hears: Hears, seconds: float = PATIENCE
) -> str | None:
    """The child's words for the line, or None where our own have to do. Takes `seconds` at most, and asks once.

    In: an address that speaks as OpenAI does, up to and with its `/v1`; the name of a model there; the rules of the
    language; and what hears danger. A line without words is not asked about.
    """
    if not asked.says:
        return None
    raw = _answer(f"{address.rstrip('/')}/chat/completions", _request(model, asked, rules), seconds)
    words = _without_trimmings(_said(raw)) if raw else ""
    return words if fits(words, asked, rules, hears) else None


def fits(words: str, asked: Asked, rules: VoiceRules, hears: Hears) -> bool:
    """Whether this child may say these words now."""
    said = _plain(words)
    never = (*rules.grown, *rules.narrator, *rules.rough, *(rules.giving if asked.mood in CLOSED else ()))
    return (
        0 < len(said) <= asked.most_words
        and _is_one_spoken_line(words, asked)
        and not _holds(said, never)
        and _is_about(said, asked.says, rules.small)
        and not _hands_back(said, asked.heard, rules.small)
        and said not in map(_plain, asked.recent)
        and not hears(words)
    )


def _request(model: str, asked: Asked, rules: VoiceRules) -> dict[str, Any]:
    ask = rules.ask.format(
        band=rules.bands.get(asked.band, asked.band),
        temper=rules.tempers.get(asked.temper, asked.temper),
        mood=rules.moods.get(asked.mood, asked.mood),
        happened=asked.happened,
        recent=" / ".join(asked.recent) or "-",
        heard=asked.heard or "-",
        does=asked.does or "-",
        says=asked.says,
        most=asked.most_words,
    )
    return {
        "model": model,
        "messages": [{"role": "system", "content": rules.system}, {"role": "user", "content": ask}],
        "temperature": WARMTH,
        "max_tokens": asked.most_words * TOKENS_A_WORD + 8,
        "stop": ["\n"],
        "stream": False,
    }


def _answer(url: str, request: dict[str, Any], seconds: float) -> bytes | None:
    # Not asyncio.run: at its end that waits for a search for the address, however long the network lets it hang.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_post(url, request, seconds))
    finally:
        loop.run_until_complete(asyncio.sleep(0.01))  # what was cut off closes its socket in the loop's next turns
        loop.close()


async def _post(url: str, request: dict[str, Any], seconds: float) -> bytes | None:
    """The body of a plain 200, if it is there in time and not too long. Follows no redirect, asks no proxy."""
    import httpx2  # only here: who has no voice needs no client

    # It bounds each step alone, the sum is for us to bound. A handshake that it ends itself leaves no socket open.
    steps = httpx2.Timeout(seconds, connect=seconds / 2)
    try:
        async with (
            asyncio.timeout(seconds),
            httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=steps) as client,
            client.stream("POST", url, json=request, headers={"accept-encoding": "identity"}) as response,
        ):
            return await _bounded(response.aiter_raw()) if response.status_code == 200 else None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError):  # a TimeoutError is one of the last
        return None


async def _bounded(chunks: AsyncIterator[bytes]) -> bytes | None:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _said(raw: bytes) -> str:
    try:
        return msgspec.json.decode(raw, type=_Answer).choices[0].message.content
    except (msgspec.DecodeError, UnicodeDecodeError, IndexError, RecursionError):
        return ""


def _without_trimmings(words: str) -> str:
    """The words alone, without asides, the speaker's name, and quotes around them."""
    spoken = _SPEAKER.sub("", _ASIDE.sub(" ", words.strip(_AROUND)))
    return re.sub(" +", " ", spoken).strip(_AROUND)


def _plain(words: str) -> list[str]:
    return re.findall(r"\w+", re.sub("['’]", "", words.casefold()))


def _is_one_spoken_line(words: str, asked: Asked) -> bool:
    return (
        words.isprintable()  # so has no line end in it, and nothing that turns the page's words round
        and not MARKS.intersection(words)
        and len(words) <= asked.most_words * CHARACTERS_A_WORD
        and _scripts(words) <= _scripts(asked.says)
    )


def _scripts(words: str) -> set[str]:
    """LATIN, CYRILLIC and so on: how the names of the letters begin."""
    return {unicodedata.name(sign, "?").split()[0] for sign in words if sign.isalpha()}


def _holds(said: list[str], phrases: Iterable[str]) -> bool:
    line = f" {' '.join(said)} "
    return any(f" {' '.join(_plain(phrase))} " in line for phrase in phrases)


def _is_about(said: list[str], says: str, small: tuple[str, ...]) -> bool:
    """Whether a line with something of its own is still there: one of its own words is, at least."""
    own = {one for one in _plain(says) if one not in small}
    return len(own) < 2 or not own.isdisjoint(said)


def _hands_back(said: list[str], heard: str, small: tuple[str, ...]) -> bool:
    """Whether the child says the parent's own words, as a model does that has nothing to say."""
    own = [one for one in said if one not in small]
    copied = set(_plain(heard)).intersection(own)
    return len(own) >= FEW and sum(one in copied for one in own) > COPIED * len(own)
