"""An import that is killed leaves the old snapshot serving, and running it again works."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.test_maven import PROJECT, cli
from tests.cli.test_usage import DEALS, revenue

MOMENTS = {
    "while the snapshot is being built": lambda workspace: any((workspace / "snapshots").glob(".build-*")),
    "after the original was kept": lambda workspace: len(list((workspace / "raw").glob("[0-9a-f]*"))) > 1,
    "once the ledger knows of the new snapshot": lambda workspace: (
        (workspace / "ledger.jsonl").read_text().count("built") > 1
    ),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_minus_nine_leaves_the_old_or_the_new_snapshot_whole(tmp_path, moment):
    workspace = tmp_path / "workspace"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(DEALS + "D0,An,lan@example.vn,Won,1000,VND,2025-08-15\n", encoding="utf-8")
    second.write_text(
        DEALS + "".join(f"D{n},An,lan@example.vn,Won,1,VND,2025-08-16\n" for n in range(1, 60_001)), encoding="utf-8"
    )
    assert cli(workspace, "import", first, "--as", "deals").returncode == 0
    command = [sys.executable, "cli.py", "--workspace", str(workspace), "import", str(second), "--as", "deals"]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while process.poll() is None and not MOMENTS[moment](workspace) and time.monotonic() < deadline:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert revenue(workspace) in (1000, 61_000)
    assert cli(workspace, "import", second, "--as", "deals").returncode == 0
    assert revenue(workspace) == 61_000
    assert not list((workspace / "snapshots").glob(".build-*"))
