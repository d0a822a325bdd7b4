"""The process that reads files, so that a file made to do harm can hurt nothing but it.

It takes one request a line on its standard input and gives one answer a line on its standard output, under a limit of
memory set anew for each file; the process that asked holds the clock.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, Any

from data.reading.exchange import pack_error, pack_tables, unpacked_answers
from data.reading.file import read_file
from domain.errors import QuarterdeckError, RefusedError
from domain.message import N_

ALLOWED_ALWAYS = 700 << 20
"""Bytes of address space that any file may take on top of the process; libraries reserve far more than they use."""

ALLOWED_PER_BYTE = 10
ALLOWED_MOST = 4 << 30


def serve(requests: IO[str], answers: IO[str]) -> None:
    """Answer every request until there are no more."""
    for line in requests:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


def answer(request: dict[str, Any]) -> dict[str, object]:
    """The tables of one file, or the refusal."""
    path = Path(request["path"])
    try:
        _limit_memory(min(ALLOWED_MOST, ALLOWED_ALWAYS + ALLOWED_PER_BYTE * path.stat().st_size))
        tables = read_file(path, request["name"], unpacked_answers(request["answers"]))
        return {"tables": pack_tables(tables, Path(request["folder"]))}
    except QuarterdeckError as error:
        return {"error": pack_error(error)}
    except MemoryError:
        return {"error": pack_error(too_much_memory())}
    except OSError as error:
        refusal = RefusedError(
            "unreadable",
            N_("The file could not be read: {reason}."),
            N_("Free some disk space, or choose the file again."),
            reason=error.strerror or str(error),
        )
        return {"error": pack_error(refusal)}
    finally:
        _limit_memory(None)


def too_much_memory() -> RefusedError:
    """The refusal of a file that needs more memory than any honest one of its size."""
    return RefusedError(
        "too_large",
        N_("Reading the file takes more memory than a file of its size should."),
        N_("Export fewer rows, or save it as CSV."),
    )


def _limit_memory(extra: int | None) -> None:
    """Let the process grow by ``extra`` bytes at most (None: without limit), where the system has such a limit."""
    try:
        import resource
    except ImportError:  # Windows: the clock alone guards
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    status = Path("/proc/self/statm")
    if not hasattr(resource, "RLIMIT_AS") or not status.exists():
        return
    now = int(status.read_text().split()[0]) * resource.getpagesize()
    limit = resource.RLIM_INFINITY if extra is None else now + extra
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
