"""Import one file as any import would and say what it cost: status, seconds, and memory beyond an ordinary file's.

Run as a program in a process of its own, so that the peak it reports is the file's.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from data.importing import run_import
from data.reading.answers import Answers
from data.reading.isolated import close_reader
from data.workspace import Source

KILOBYTES = 1 if sys.platform != "darwin" else 1024


def peak() -> int:
    """The largest this process and the largest that any of its children has been, in MiB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) // (1024 * KILOBYTES)


def main(folder: Path, ordinary: Path, path: Path) -> None:
    """Import the ordinary file, then the other one."""
    run_import(folder / "warm", [Source(ordinary.name, ordinary)], Answers(), confirm=True)
    close_reader()
    before, start = peak(), time.monotonic()
    (file,) = run_import(folder / "workspace", [Source(path.name, path)], Answers(), confirm=True).files
    seconds = time.monotonic() - start
    close_reader()
    code = file.refusal.code if file.refusal else ""
    found = {"status": file.status, "code": code, "seconds": seconds, "extra_mb": peak() - before}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
