"""What keeping the data safe has to say: repairs and verifications, as text and as plain values."""

from __future__ import annotations

from data.repairing import Repair
from data.verifying import Verification
from i18n.format import number
from i18n.translate import _, ngettext, word


def repair_text(repair: Repair) -> str:
    """One sentence on what was damaged, what is served now, and what must be imported again."""
    if not repair.lost:
        return _(
            "Snapshot {damaged} was damaged. It was built again from the originals; snapshot {serves} is served now.",
            damaged=repair.damaged,
            serves=repair.serves or "—",
        )
    return _(
        "Snapshot {damaged} was damaged. The older snapshot {serves} is served; import these files again: {files}.",
        damaged=repair.damaged,
        serves=repair.serves or "—",
        files=", ".join(repair.lost),
    )


def verification_text(found: Verification) -> str:
    """One line an import, its problems below it, and the verdict."""
    lines = [f"! {word(problem)}" for problem in found.problems]
    for load in found.loads:
        sums = "  ".join(f"{name} {number(value)}" for name, value in load.sums.items())
        mark = "!" if load.problems else "✓"
        rows = ngettext("{n} row", "{n} rows", load.rows)
        lines.append(f"{mark} {load.load_id}  {load.file}  {rows}  {sums}".rstrip())
        lines += [f"    {word(problem)}" for problem in load.problems]
    if found.is_sound:
        lines.append(_("Snapshot {version} is as it was loaded, row by row.", version=found.snapshot))
    else:
        lines.append(_("Snapshot {version} is not as it was loaded.", version=found.snapshot))
    return "\n".join(lines)


def plain_verification(found: Verification) -> dict[str, object]:
    """A verification as JSON values."""
    return {
        "snapshot": found.snapshot,
        "is_sound": found.is_sound,
        "problems": [word(problem) for problem in found.problems],
        "loads": [
            {
                "load_id": load.load_id,
                "file": load.file,
                "rows": load.rows,
                "sums": {name: float(value) for name, value in load.sums.items()},
                "problems": [word(problem) for problem in load.problems],
            }
            for load in found.loads
        ],
    }
