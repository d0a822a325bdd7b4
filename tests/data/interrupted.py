"""Interrupt what writes to a workspace at every step it takes: the process is killed, or the disk is full from then on.

Run as a program: it forks, so that each attempt starts from the same loaded modules, and prints what came of each.
"""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from data.importing import run_import, undo
from data.removing import remove
from data.repairing import repair
from data.workspace import Source
from domain.errors import StoreError
from tests.data.workspaces import ANSWERS, amounts, deals, two_loads

Prepare = Callable[[Path], object]

WRITES = {"os.rename", "os.remove", "os.mkdir", "sqlite3.connect", "os.truncate"}
BEFORE = {"D1": 10, "D2": 25}
NEW = deals(*((f"D{number}", 1) for number in range(3, 3000)))
AFTER = {
    "import": {**BEFORE, **{f"D{number}": 1 for number in range(3, 3000)}},
    "undo": {"D1": 10, "D2": 20},
    "remove": {"D2": 25},
}
DONE, REFUSED, BROKEN = 0, 7, 9


def act(action: str, workspace: Path, file: Path) -> int:
    """Do it; the exit status of a program that did."""
    try:
        if action == "import":
            report = run_import(workspace, [Source(file.name, file)], ANSWERS, confirm=True)
            return DONE if report.snapshot else REFUSED
        undo(workspace) if action == "undo" else remove(workspace, 1)
    except StoreError:
        return REFUSED
    return DONE


def in_child(work: Callable[[], int]) -> int:
    """The exit status of ``work`` done in a forked process; minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        status = BROKEN
        try:
            status = work()
        finally:
            os._exit(status)
    _, raw = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(raw)


def strike(workspace: Path, step: int, blow: Callable[[], None], *, only_writes: bool) -> list[str]:
    """From the given step on that touches the workspace, deal the blow. The list grows with every step taken."""
    steps: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if (event != "open" and event not in WRITES) or not str(arguments[0]).startswith(str(workspace)):
            return
        is_write = event != "open" or bool(int(str(arguments[2] or 0)) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if only_writes and not is_write:
            return
        steps.append(event)
        if len(steps) >= step:
            blow()

    sys.addaudithook(watch)
    return steps


def die() -> None:
    """As in ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)


def no_space() -> None:
    """What a full disk says."""
    raise OSError(errno.ENOSPC, "No space left on device")


def die_later(seconds: float) -> None:
    """Kill this process from outside its own steps, wherever it is by then."""
    timer = threading.Timer(seconds, die)
    timer.daemon = True
    timer.start()


def limit_size(largest: int) -> None:
    """No file may grow beyond this: what the engine sees of a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def attempt(template: Path, folder: Path, action: str, prepare: Callable[[Path], object]) -> dict[str, object]:
    """One interrupted action on a copy of the template, what is served after it, and after doing it again."""
    shutil.rmtree(folder, ignore_errors=True)
    workspace, file = folder / "workspace", folder / "c.csv"
    shutil.copytree(template, workspace)
    file.write_text(NEW, encoding="utf-8")

    def interrupted() -> int:
        prepare(workspace)
        return act(action, workspace, file)

    def looked_at() -> int:
        repair(workspace)
        found = amounts(workspace)
        if found not in (BEFORE, AFTER[action]):
            return BROKEN
        return DONE if found == AFTER[action] else REFUSED

    def again() -> int:
        if looked_at() == REFUSED:
            act(action, workspace, file)
        is_clean = not list(workspace.rglob("*.part")) and repair(workspace) is None
        return DONE if amounts(workspace) == AFTER[action] and is_clean else BROKEN

    return {"ended": in_child(interrupted), "served": in_child(looked_at), "again": in_child(again)}


def steps_of(template: Path, folder: Path, action: str, *, only_writes: bool) -> int:
    """How many steps the action takes when nothing interrupts it."""
    counted = folder.with_name("steps")

    def prepare(workspace: Path) -> None:
        steps = strike(workspace, 0, lambda: counted.write_text(str(len(steps))) and None, only_writes=only_writes)

    attempt(template, folder, action, prepare)
    return int(counted.read_text())


def blows(kind: str, action: str, template: Path, folder: Path, wanted: int) -> Iterator[tuple[object, Prepare]]:
    """Where to strike: (where, what to do in the process that will be interrupted)."""
    chance = random.Random(f"{kind} {action}")
    if kind in ("kill", "full"):
        blow, only_writes = (die, False) if kind == "kill" else (no_space, True)
        n_steps = steps_of(template, folder, action, only_writes=only_writes)
        for step in sorted(chance.sample(range(1, n_steps + 1), min(wanted, n_steps))):
            yield step, partial(strike, step=step, blow=blow, only_writes=only_writes)
    elif kind == "kill-any-time":
        for _ in range(wanted):
            seconds = chance.uniform(0.01, 0.9 if action == "import" else 0.25)
            yield round(seconds, 3), lambda _workspace, seconds=seconds: die_later(seconds)
    else:
        for largest in [0, 1 << 12, 1 << 19, 1 << 20, 1 << 21][:wanted]:
            yield largest, lambda _workspace, largest=largest: limit_size(largest)


def main(folder: Path, kind: str, wanted: int) -> None:
    """As many attempts of one kind at each action as are wanted, one JSON line each."""
    in_child(lambda: (two_loads(folder / "template"), DONE)[1])
    template = folder / "template" / "workspace"
    for action in AFTER:
        for where, prepare in blows(kind, action, template, folder / "try", wanted):
            found = attempt(template, folder / "try", action, prepare)
            sys.stdout.write(json.dumps({"action": action, "at": where, **found}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
