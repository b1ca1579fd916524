"""What a shell needs to finish the words of a command, as click itself writes it."""

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what lets SHELL finish commands, options and files at the Tab key.

    \b
    bash:  amends completion bash > ~/.local/share/bash-completion/completions/amends
    zsh:   amends completion zsh > ~/.zfunc/_amends      (with ~/.zfunc in fpath)
    fish:  amends completion fish > ~/.config/fish/completions/amends.fish
    """
    root = context.find_root().command
    # Without source(): that asks which bash is there, and this may be written for another machine.
    made = SHELLS[shell](root, {}, "amends", "_AMENDS_COMPLETE")
    click.echo(made.source_template % made.source_vars())
