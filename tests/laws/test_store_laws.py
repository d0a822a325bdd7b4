"""Loads, undos, removals and reloads in any order leave what a plain list of files would."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from data.importing import loads, undo
from data.removing import remove
from data.repairing import repair
from data.verifying import verify
from data.workspace import Workspace
from tests.data.workspaces import amounts, deals, load

FILES = {
    "a.csv": (("D1", 10), ("D2", 20)),
    "b.csv": (("D2", 25), ("D3", 30)),
    "c.csv": (("D1", 11), ("D3", 31), ("D4", 41)),
    "d.csv": (("D5", 50),),
}


class Store(RuleBasedStateMachine):
    """The model: the files served, oldest first, each with the number of its import; and what undo goes back to."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="quarterdeck-law-"))
        self.workspace = self.folder / "workspace"

    @initialize()
    def empty(self):
        self.served = ()
        self.before = []

    def now_serves(self, served):
        self.before.append(self.served)
        self.served = served

    @rule(name=st.sampled_from(sorted(FILES)))
    def load(self, name):
        version = load(self.workspace, self.folder, name, deals(*FILES[name]))
        if name in [known for _, known in self.served]:
            assert len(loads(self.workspace)) == len(self.served)
            return
        assert version is not None
        number = max((number for number, _ in self.served), default=0) + 1
        self.now_serves((*self.served, (number, name)))

    @precondition(lambda self: self.before)
    @rule()
    def undo(self):
        undo(self.workspace)
        self.served = self.before.pop()

    @precondition(lambda self: self.served)
    @rule(data=st.data())
    def remove(self, data):
        number, _ = data.draw(st.sampled_from(self.served))
        remove(self.workspace, number)
        self.now_serves(tuple(load for load in self.served if load[0] != number))

    @precondition(lambda self: self.served)
    @rule()
    def lose_the_snapshot(self):
        place = Workspace(self.workspace)
        place.snapshots.path(place.snapshots.current_version()).unlink()
        assert repair(self.workspace).lost == ()

    @invariant()
    def serves_what_the_list_says(self):
        expected = {}
        for _, name in self.served:
            expected |= dict(FILES[name])
        assert amounts(self.workspace) == expected
        assert [entry["file_name"] for entry in reversed(loads(self.workspace))] == [name for _, name in self.served]

    def teardown(self):
        if self.served:
            assert verify(self.workspace).is_sound
        shutil.rmtree(self.folder, ignore_errors=True)


Store.TestCase.settings = settings(max_examples=8, stateful_step_count=7, deadline=None)
TestStore = Store.TestCase
