"""What the person at the terminal reads: steps with their time, refusals."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path


class Stop(Exception):
    """A refusal: one clear sentence that says what to do next."""


def say(text: str) -> None:
    """Print one line at once, also through a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(label: str) -> Iterator[None]:
    """Show a long step while it lasts: a dot every five seconds, then its time."""
    started = time.monotonic()
    done = threading.Event()
    sys.stdout.write(f"  {label} ")
    sys.stdout.flush()

    def beat() -> None:
        while not done.wait(5):
            sys.stdout.write(".")
            sys.stdout.flush()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    state = "failed"
    try:
        yield
        state = "done"
    finally:
        done.set()
        thread.join()
        say(f" {state}, {time.monotonic() - started:.0f} s")


def call(command: list, *, log: Path | None = None, why: str = "", **options) -> str:
    """Run a command quietly; its output goes to ``log`` or comes back.

    :raises Stop: with ``why`` and the last lines of the output when it fails.
    """
    command = [str(part) for part in command]
    try:
        done = subprocess.run(
            command,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **options,
        )
    except FileNotFoundError as error:
        raise Stop(f"{command[0]} is not on this machine. {why}".strip()) from error
    if log:
        log.write_text(done.stdout)
    if done.returncode:
        tail = "\n    ".join(done.stdout.strip().splitlines()[-8:])
        if "No space left on device" in done.stdout:
            raise OSError(28, "disk full")
        hint = f" (whole output: {log})" if log else ""
        raise Stop(f"{why or command[0] + ' failed.'}{hint}\n    {tail}")
    return done.stdout
