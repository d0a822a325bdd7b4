"""Building a snapshot anew from what is loaded already, so that what a person said of customers counts at once.

No file is read and no load changes: the new snapshot holds the same loads, and takes the place of the one it was built
from. Undoing the last import goes past it, to the snapshot before that import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from data.derivation import derivation_stamp
from data.identity import Alias, Apart, Identity, Merge, contradiction
from data.publishing import built_snapshot, publish
from data.repairing import repair_held
from data.typed_targets import TargetKey, TypedTarget
from data.workspace import Workspace, only_writer, version_before
from domain.errors import RefusedError
from domain.message import N_


def rebuild(workspace: Path) -> str | None:
    """Build the served snapshot's loads anew with everything the book says now, and serve the result.

    Returns the new version; None where nothing is loaded.

    Raises:
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    place = Workspace(workspace)
    with only_writer(place):
        repair_held(place)
        return _rebuilt(place, place.book.identity())


def decide(workspace: Path, merges: Sequence[Merge], apart: Sequence[Apart]) -> str | None:
    """Remember which customers are one and which are not; merges count at once, in a new snapshot.

    Returns the version served now; None where nothing is loaded. Nothing is remembered where building fails.

    Raises:
        RefusedError: two customers would become one that were said not to be the same.
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    place = Workspace(workspace)
    with only_writer(place):
        repair_held(place)
        book = place.book
        told = [*(known for known in book.merges() if _key(known) not in {_key(new) for new in merges}), *merges]
        torn = contradiction(told, [*book.apart(), *apart])
        if torn is not None:
            raise RefusedError(
                "not_the_same",
                N_("“{one}” and “{other}” would become one customer, and it was said that they are not the same."),
                N_("Leave one of these pairs undecided, or take back an earlier merge first."),
                one=torn.name,
                other=torn.other_name,
            )
        if not merges:
            book.remember_pairs((), apart)
            return place.snapshots.current_version()
        return _rebuilt(place, replace(book.identity(), merges=told), lambda: book.remember_pairs(merges, apart))


def take_back(workspace: Path, said: Merge | Alias) -> str | None:
    """Let two customers be two again, in a new snapshot. Returns the version served now; None without data.

    Raises:
        StoreError: somebody else is importing, or the workspace cannot be written.
    """
    place = Workspace(workspace)
    with only_writer(place):
        repair_held(place)
        book = place.book

        def forget() -> None:
            if isinstance(said, Merge):
                book.forget_merge(said)
            else:
                book.remove_alias(said.kind, said.name)

        aliases = [known for known in book.aliases() if known != said]
        merges = [known for known in book.merges() if known != said]
        return _rebuilt(place, replace(book.identity(), aliases=aliases, merges=merges), forget)


def set_targets(workspace: Path, targets: Sequence[TypedTarget], forgotten: Sequence[TargetKey] = ()) -> str | None:
    """Keep typed targets and forget others; they count at once, in a new snapshot.

    Returns the version served now; None where nothing is loaded. Nothing is kept where building fails.

    Raises:
        StoreError: somebody else is importing, or the workspace cannot be written.
        UsageError: a period is none.
    """
    place = Workspace(workspace)
    with only_writer(place):
        repair_held(place)
        book = place.book
        gone = {*forgotten, *(target.key for target in targets)}
        told = [*(known for known in book.targets() if known.key not in gone), *targets]
        return _rebuilt(place, replace(book.identity(), targets=told), lambda: book.set_targets(targets, forgotten))


def is_outdated(workspace: Path) -> bool:
    """Whether a merge or target was said or taken back, or settings or the product changed, since it was built.

    Raises:
        StoreError: the snapshot cannot be opened.
        UsageError: the settings cannot be read.
    """
    place = Workspace(workspace)
    current = place.snapshots.current()
    if current is None:
        return False
    is_counted = current.info.get("derived_by") == derivation_stamp(place.settings())
    return not is_counted or current.info.get("merges", "") != place.book.identity().stamp


def bring_up_to_date(workspace: Path) -> str | None:
    """Build the served snapshot anew where it is outdated. Returns the new version; None where nothing was to be done.

    Raises:
        StoreError: somebody else is importing, or the workspace cannot be written.
        UsageError: the settings cannot be read.
    """
    if not is_outdated(workspace):
        return None
    place = Workspace(workspace)
    with only_writer(place):
        return caught_up(place)


def caught_up(place: Workspace) -> str | None:
    """Build the served snapshot anew where it is outdated, for whoever holds the writer's lock already.

    Returns the new version; None where the snapshot counts as the book, the settings and the product say.

    Raises:
        StoreError: the workspace cannot be written.
    """
    return _rebuilt(place, place.book.identity()) if is_outdated(place.folder) else None


def _key(merge: Merge) -> tuple[str, bool]:
    return merge.customer_id, merge.is_sample


def _rebuilt(place: Workspace, identity: Identity, remember: Callable[[], None] | None = None) -> str | None:
    """Build with that identity, have the book say the same, and serve the result in the place of its base.

    In this order a failure leaves the book and the numbers as they were; a crash before the last step leaves a book
    that is ahead of the snapshot, which the stamp tells.
    """
    current = place.snapshots.current()
    if current is None:
        if remember is not None:
            remember()
        return None
    with built_snapshot(place, place.settings(), current.path, identity=identity) as built:
        if remember is not None:
            remember()
        publish(place, built, "rebuilt", before=version_before(place, current.version), base=current.version)
        return built.version
