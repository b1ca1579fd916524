"""A local assistant asks by the official client, over standard input and output of a real process."""

import asyncio
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from msgspec import json

from amends.guidance import load
from amends.process import AgeBand, Step
from amends.programs import reading_of
from tests import commands

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters  # noqa: E402  (it may not be here)
from mcp.client.stdio import stdio_client  # noqa: E402

Asked = tuple[str, dict[str, Any]]
DANGER = "I want to kill myself."


def asks(folder: Path, *asked: Asked) -> list[tuple[bool, Any]]:
    """What each tool answered: whether it refused, and what it gave."""
    return asyncio.run(_asks(folder, asked))


async def _asks(folder: Path, asked: tuple[Asked, ...]) -> list[tuple[bool, Any]]:
    command, *words = commands.amends("mcp")
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "PYTHONPATH")}
    server = StdioServerParameters(command=command, args=words, env=kept | {"AMENDS_DATA": str(folder / "data")})
    with (folder / "log.txt").open("w") as log:
        async with Client(stdio_client(server, errlog=log)) as client:
            assert (client.server_info.name, client.server_info.version) == ("amends", version("amends"))
            given = [await client.call_tool(name, told) for name, told in asked]
            assert [tool.name for tool in (await client.list_tools()).tools] == [
                "read_message",
                "step_guidance",
                "rehearsal_turn",
            ]
    return [(one.is_error, one.content[0].text if one.is_error else one.structured_content) for one in given]


def test_an_assistant_reads_asks_and_rehearses_and_nothing_is_kept(tmp_path: Path) -> None:
    say = "I'm sorry I yelled, but you never listen."
    scene = {"seed": 4, "age": "8", "temper": "fiery"}
    turn = "I shouted at you. That was my mistake."
    (_, read), (_, step), (_, every), (_, begun), (_, answered), (_, again), (_, ended) = asks(
        tmp_path,
        ("read_message", {"text": say, "age": "7"}),
        ("step_guidance", {"step": "responsibility", "age": "7"}),
        ("step_guidance", {"step": "calm"}),
        ("rehearsal_turn", {"turns": [], **scene}),
        ("rehearsal_turn", {"turns": [turn, ""], **scene}),
        ("rehearsal_turn", {"turns": [turn, ""], **scene}),
        ("rehearsal_turn", {"turns": [turn, "", "It was not your fault."], "is_last": True, **scene}),
    )
    answer = json.decode(json.encode(reading_of(say, AgeBand.SCHOOL)))
    assert {name: read[name] for name in answer} == answer
    assert read["question"].endswith("?")
    assert all(one["words"] in say for one in read["heard"])
    assert step["ages"][0]["question"] == load().steps[Step.RESPONSIBILITY].ages[AgeBand.SCHOOL].question
    assert step["sources"]
    assert len(every["ages"]) == len(AgeBand)
    assert begun["child"]["does"] or begun["child"]["says"]
    assert answered == again, "the same seed and words, the same child"
    assert not answered["is_over"]
    assert ended["is_over"]
    assert ended["ending"]
    assert not (tmp_path / "data").exists(), "no diary, no key, no folder"
    log = (tmp_path / "log.txt").read_text()
    assert "yelled" not in log
    assert "mistake" not in log


@pytest.mark.parametrize(
    ("tool", "told", "says"),
    [
        ("read_message", {"text": "   "}, "text is empty"),
        ("read_message", {"text": "a " * 10_001}, "20002 characters, and 20000 can be read"),
        ("read_message", {"text": "Sorry.", "age": "old"}, "age must be years or one of"),
        ("step_guidance", {"step": "../../etc"}, "step must be one of calm"),
        ("rehearsal_turn", {"turns": [""] * 13, "seed": 1}, "send is_last"),
        ("rehearsal_turn", {"turns": ["a" * 601], "seed": 1}, "turn 1 is longer than 600"),
        ("rehearsal_turn", {"turns": ["Sorry."]}, "seed is missing"),
        ("rehearsal_turn", {"turns": [], "temper": "shy"}, "temper must be one of slow"),
        ("rehearsal_turn", {"turns": ["You selfish little brat."] * 4, "seed": 4}, "the child left after turn 2"),
    ],
)
def test_what_cannot_be_answered_is_said_with_what_to_send(
    tool: str, told: dict[str, Any], says: str, tmp_path: Path
) -> None:
    (refused, said), (_, goes_on) = asks(tmp_path, (tool, told), ("step_guidance", {"step": "calm"}))
    assert refused
    assert says in said
    assert goes_on["step"] == "calm", "the next question is answered"


def test_words_of_danger_get_help_and_no_child_answers(tmp_path: Path) -> None:
    help_now = load().safety.flags["parent_selfharm"].now
    (_, read), (_, turn) = asks(
        tmp_path, ("read_message", {"text": DANGER}), ("rehearsal_turn", {"turns": ["Sorry.", DANGER], "seed": 4})
    )
    assert help_now in read["help"][0]
    assert help_now in turn["danger"][0]
    assert turn["child"] is None


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None; sys.argv[1:] = ['mcp']\nfrom amends.cli import main; main()\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "Error: This needs the MCP library: pip install 'amends[mcp]'\n"
