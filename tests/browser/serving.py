"""The real product on a port of its own, as a person starts it."""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
READY = "URL:"
"""What the server prints once it listens."""


@dataclass
class Server:
    """A running dashboard: its address, its workspace, and all it has printed so far."""

    address: str
    workspace: Path
    lines: list[str] = field(default_factory=list)

    @property
    def tracebacks(self) -> list[str]:
        return [line for line in self.lines if "Traceback" in line or "Uncaught" in line]


def command_line(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``cli.py`` on ``workspace`` to its end."""
    return subprocess.run(
        [sys.executable, "cli.py", "--workspace", str(workspace), *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(workspace: Path) -> Iterator[Server]:
    """``cli.py serve`` on ``workspace`` until the block ends."""
    port = free_port()
    command = [sys.executable, "-u", "cli.py", "--workspace", str(workspace), "serve", "--port", str(port)]
    with running(command, port, workspace) as server:
        yield server


@contextmanager
def running(command: list[str], port: int, workspace: Path) -> Iterator[Server]:
    """A Streamlit server that ``command`` starts on ``port``, from the moment it listens until the block ends."""
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(f"http://127.0.0.1:{port}", workspace)
    is_ready: queue.Queue[bool] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(process, server, is_ready), daemon=True)
    listener.start()
    try:
        if not is_ready.get(timeout=START_SECONDS):
            raise RuntimeError("the server ended before it listened:\n" + "".join(server.lines))
        health = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with health.open(f"{server.address}/_stcore/health", timeout=START_SECONDS) as answer:
            assert answer.read() == b"ok"
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)
        listener.join(timeout=30)


def _listen(process: subprocess.Popen[str], server: Server, is_ready: queue.Queue[bool]) -> None:
    """Keep what the server prints; an unread pipe would stop it in the end."""
    assert process.stdout is not None
    for line in process.stdout:
        server.lines.append(line)
        if READY in line:
            is_ready.put(True)
    is_ready.put(False)
