"""The rehearsal without a site: a made-up child who can say no."""

from typing import TYPE_CHECKING

import click

from amends.cli.lines import age_of

if TYPE_CHECKING:
    from amends.process import Alarm, Reading, Setting
    from amends.rehearsal import Run

AGAIN, END = "/again", "/end"
TEMPERS = ("slow", "fiery", "sunny", "tender", "guarded", "joker")
MOST_TRANSCRIPTS = 10_000


@click.command("rehearse")
@click.option("--age", help="Years, or a band such as 6-9 (the default).")
@click.option("--temper", type=click.Choice(TEMPERS), help="How the child is when hurt; by chance where not given.")
@click.option("--signs", is_flag=True, help="The child talks by signs, pictures or a device.")
@click.option("--seed", type=int, help="The same seed and the same words give the same rehearsal.")
@click.option(
    "--transcripts",
    type=click.IntRange(1, MOST_TRANSCRIPTS),
    help="Write so many rehearsals of made-up parents, for people who rate them, instead of playing one.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Write them as a table with empty columns for two raters.")
def rehearse(
    age: str | None, temper: str | None, signs: bool, seed: int | None, transcripts: int | None, as_csv: bool
) -> None:
    """Say it once to a made-up child who can say no. Nothing is kept.

    An empty line waits, /again tries the last turn again, /end ends it with one turn alone.
    """
    from amends.cli.transcripts import as_table, as_text
    from amends.rehearsal import drawn, new_seed

    if as_csv and not transcripts:
        raise click.UsageError("--csv goes with --transcripts N.")
    seed = new_seed() if seed is None else seed
    if transcripts:
        click.echo((as_table if as_csv else as_text)(transcripts, seed), nl=False)
        return
    setting = drawn(seed, band=age_of(age), temper=temper, signs=signs)
    try:
        _play(setting, seed)
    except click.Abort:  # the input ended, or Ctrl+C: to leave is no fault
        click.echo("\nThe rehearsal ends here. Nothing was kept.")


def _play(setting: "Setting", seed: int) -> None:
    """One rehearsal, to its end."""
    from amends.guidance import load
    from amends.rehearsal import begin

    texts = load().rehearsal
    click.echo(f"{texts.scene.not_yours}\n{texts.scene.hears}\n")
    click.echo(texts.did(setting.kind, setting.act).told)
    click.echo(f"{texts.scene.took}: {texts.tooks[setting.took].name.lower()}.")
    first = begin(setting, seed)
    _show(first)
    run: Run | None = first
    while run and run.ending is None:
        run = _next(run)
    if run:
        _close(run)


def _next(run: "Run") -> "Run | None":
    """The rehearsal after what was typed; None where danger ended the scene."""
    return _alone(run) if run.is_full else _after(run, _asked("You"))


def _after(run: "Run", words: str) -> "Run | None":
    from amends.rehearsal import tried_again, wait

    if words == END:
        return _alone(run)
    if words == AGAIN:
        run = tried_again(run) if run.turns else run
        _show(run)
        return run
    return _said(run, words) if words else _noted(wait(run), guess=False)


def _said(run: "Run", words: str) -> "Run | None":
    from amends.rehearsal import answer

    reading = _heard(words)
    return _noted(answer(run, words, reading), guess=True) if reading else None


def _alone(run: "Run") -> "Run | None":
    """The end: one more turn, of which nothing is noted."""
    from amends.guidance import load
    from amends.rehearsal import end

    click.echo(f"\n{load().rehearsal.alone.text}")
    typed = _asked("You")
    words = "" if typed == END else typed
    reading = _heard(words) if words else None
    return end(run, words, reading) if reading or not words else None


def _heard(words: str) -> "Reading | None":
    """How words read; None where they speak of danger and mean it."""
    from amends.coach import read

    reading = read(words)
    return None if reading.alarms and not _means_something_else(reading.alarms) else reading


def _means_something_else(alarms: "tuple[Alarm, ...]") -> bool:
    """Says what was heard and where help is, and asks."""
    from amends.guidance import load

    safety = load().safety
    for flag in dict.fromkeys(alarm.flag for alarm in alarms):
        click.secho(f"{safety.flags[flag].why} {safety.flags[flag].now}", fg="red")
    return click.confirm(f"{safety.offline.something_else}?", default=False)


def _noted(run: "Run", guess: bool) -> "Run | None":
    """Shows the answer, asks what may have reached the child, and only then says what was heard. A word for the whole
    rehearsal holds at that question too."""
    from amends.guidance import load

    texts, heard = load().rehearsal, run.turns[-1].heard
    if run.ending is not None:
        return run
    _show(run)
    names = [one.name for one in texts.reached]
    typed = _guess(names) if guess else ""
    if thought := _thought(typed, names):
        reached = ", ".join(texts.reaching[what].name for what in heard.reached)
        click.echo(f"You thought: {thought}. It was heard as: {reached}.")
    text = texts.moves[heard.main]
    click.echo(f"{text.noted(run.turns[-1].carried)}. {click.style(text.ask, italic=True)}")
    return _after(run, typed) if typed in (AGAIN, END) else run


def _guess(names: list[str]) -> str:
    """What is typed where the parent is asked what has reached the child."""
    offered = "   ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    return _asked(f"What may have reached them?  {offered}  (Enter: skip)")


def _thought(typed: str, names: list[str]) -> str:
    """The one of `names` that was chosen by its number; empty where they would rather not say."""
    return names[int(typed) - 1] if typed.isdecimal() and 0 < int(typed) <= len(names) else ""


def _show(run: "Run") -> None:
    from amends.guidance import load
    from amends.rehearsal import latest, told

    click.secho(f"\n[{load().rehearsal.moods[run.mood].name}]", dim=True)
    child = latest(run)
    click.echo(told(child.does, child.says))


def _close(run: "Run") -> None:
    """How it ended, and how the parent is now."""
    from amends.guidance import load

    guidance = load()
    texts = guidance.rehearsal
    assert run.ending is not None
    _show(run)
    ending = texts.endings[run.ending]
    click.echo("\n" + "\n".join([ending.title, *ending.lines]))
    if run.state.was_hurt_twice:
        click.echo(texts.calm_first.text)
    if run.state.was_hurt_twice or _asked("How are you now?  1 All right   2 Stirred up   (Enter: skip)") == "2":
        click.echo("\n".join(guidance.library.pages["long-exhale"].lines))


def _asked(question: str) -> str:
    """What was typed; where the input ends, everything does."""
    return str(click.prompt(question, default="", show_default=False)).strip()
