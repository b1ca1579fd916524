"""Schemathesis asks the whole API of a site of its own, with every check that it has: make fuzz SEED=7

It is in no test: it takes minutes, and its own parts are many (.venv-fuzz). Its status is 0 where nothing failed.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.figures import ROOT
from tests.running import Visitor, running
from tests.soak.people import PHRASE

SCHEMATHESIS = ROOT / ".venv-fuzz" / "bin" / "schemathesis"
EXAMPLES = 250  # of each call: some five thousand cases in all
SLOWEST = 120  # seconds: a busy machine is no fault of the site
MANY = "1000000/hour 1000000/minute 1000000/minute"
# A body that is beyond all bounds is refused before anybody looks whether it is right: 413 is no acceptance.
SETTINGS = """
[checks]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
"""
ALLOWED = ("read", "write", "remove", "export")


def token(port: int) -> str:
    """What a new parent lets a program in with, to do all that can be allowed."""
    parent = Visitor(port)
    parent.begins()
    parent.post("/sign-up/", {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"})
    asked = {"program": "fuzz", "days": "2", "proof": PHRASE} | dict.fromkeys(ALLOWED, "on")
    made = parent.post("/account/programs/", asked).text
    return re.search(r'<p class="code">([^<]+)</p>', made)[1]


def command(address: str, token: str, seed: str) -> list[str]:
    """How it asks."""
    told = ["--checks", "all", "--seed", seed, "--max-examples", str(EXAMPLES), "--continue-on-failure"]
    told += ["--max-response-time", str(SLOWEST), "--request-timeout", str(SLOWEST), "--generation-database", "none"]
    told += ["--suppress-health-check", "all"]
    where = f"{address}/api/v1/openapi.json"
    return [str(SCHEMATHESIS), "run", where, "--header", f"Authorization: Bearer {token}", *told]


def main(given: Sequence[str]) -> int:
    """The status of the run."""
    seed = given[0] if given else "7"
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
        site = running(Path(name), AMENDS_LIMITS=MANY, AMENDS_KEY_WORK="light")
        with site as address:
            return subprocess.run(command(address, token(site.port), seed), cwd=name, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
