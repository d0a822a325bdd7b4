"""Reading a file in a process of its own, under limits of memory and time."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from data.reading.answers import Answers
from data.reading.exchange import packed_answers, unpack_error, unpack_tables
from data.reading.table import TextTable
from domain.errors import RefusedError
from domain.message import N_

PROJECT = Path(__file__).resolve().parents[2]
SECONDS_ALWAYS = 60.0
SECONDS_PER_MEGABYTE = 3.0
GLANCE_SECONDS = 0.2
LARGE_FILE = 16 << 20
"""After a file of this size the process is given up, and with it the memory that it would not hand back."""


def read_isolated(
    path: Path, name: str, answers: Answers, watch: Callable[[], None] | None = None
) -> tuple[TextTable, ...]:
    """Every usable table of a file, read by the reading process.

    ``watch`` is called a few times a second; what it raises ends the reading at once.

    Raises:
        RefusedError: the file cannot be used, or reading it took too long, too much memory, or killed the reader.
        QuestionError: which encoding, or which sheet.
    """
    return _reader.read(path, name, answers, watch or _nobody)


def start_reader() -> None:
    """Start the reading process if there is none, so that it is ready when the first file is."""
    _reader.start()


def close_reader() -> None:
    """End the reading process, if there is one; the next file starts another."""
    _reader.stop()


class _Reader:
    """The one reading process of this process, started when first needed and again after it was given up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def read(self, path: Path, name: str, answers: Answers, watch: Callable[[], None]) -> tuple[TextTable, ...]:
        """See :func:`read_isolated`."""
        size = path.stat().st_size
        with self._lock, tempfile.TemporaryDirectory(prefix="quarterdeck-", ignore_cleanup_errors=True) as folder:
            asked = packed_answers(answers)
            request: dict[str, object] = {"path": str(path.resolve()), "name": name, "answers": asked, "folder": folder}
            try:
                found = self._ask(request, SECONDS_ALWAYS + SECONDS_PER_MEGABYTE * (size >> 20), watch)
            except BaseException:
                self.stop()
                raise
            if size > LARGE_FILE:
                self.stop()
            if "error" in found:
                raise unpack_error(found["error"])
            return unpack_tables(found["tables"], Path(folder))

    def start(self) -> None:
        """Start the process, unless it runs already or is about to."""
        if self._lock.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._lock.release()

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _ask(self, request: dict[str, object], seconds: float, watch: Callable[[], None]) -> dict[str, Any]:
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except OSError:
            raise _ended() from None
        until = time.monotonic() + seconds
        while True:
            try:
                line = self._lines.get(timeout=GLANCE_SECONDS)
            except queue.Empty:
                watch()
                if time.monotonic() > until:
                    raise RefusedError(
                        "too_slow",
                        N_("Reading the file takes longer than {seconds} seconds."),
                        N_("Export a shorter period, or save it as CSV."),
                        seconds=round(seconds),
                    ) from None
                continue
            if not line:
                raise _ended()
            answer: dict[str, Any] = json.loads(line)
            return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "data.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        )
        self._lines = queue.Queue()
        assert self._process.stdout is not None
        threading.Thread(target=_forward, args=(self._process.stdout, self._lines), daemon=True).start()
        return self._process


def _forward(stream: IO[str], lines: queue.Queue[str]) -> None:
    """Put each line into the queue, and ``""`` at the end."""
    with contextlib.suppress(ValueError):  # closed by the one who gave the process up
        for line in stream:
            lines.put(line)
    lines.put("")


def _ended() -> RefusedError:
    return RefusedError(
        "reader_ended",
        N_("The file could not be read: it made the reading program end."),
        N_("Open it in a spreadsheet program and save it as CSV or as a new .xlsx file."),
    )


def _nobody() -> None:
    """Nobody watches."""


_reader = _Reader()
atexit.register(_reader.stop)
