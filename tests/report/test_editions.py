"""Many editions in one archive: every customer's own file, under a name that is safe to unpack."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.message import N_
from report.editions import editions_zip, file_names, write_editions
from report.review import Review
from tests.report.reviews import full_review
from tests.report.said import LONG

DAY = date(2025, 10, 1)
WRITERS = {".txt": lambda review: review.customer.encode(), ".bin": lambda review: review.title.encode()}


def review_of(name: str) -> Review:
    if name == "Lost":
        raise RefusedError("lost", N_("There is no customer “{given}”."), given=name)
    return replace(full_review("en", slides=()), customer=name)


def members(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_customer_has_each_form_and_nobody_else_s() -> None:
    made, failed = editions_zip(["Hà Nội", "Huế"], review_of, WRITERS, dated=DAY)
    found = members(made)
    assert set(found) == {"Hà Nội.txt", "Hà Nội.bin", "Huế.txt", "Huế.bin"}
    assert found["Huế.txt"].decode() == "Huế"
    assert failed == {}


def test_one_that_cannot_be_made_is_told_and_the_others_are_made() -> None:
    made, failed = editions_zip(["Lost", "Huế"], review_of, WRITERS, dated=DAY)
    assert failed == {"Lost": "There is no customer “Lost”."}
    found = members(made)
    assert "Huế.txt" in found
    assert "Lost: There is no customer “Lost”." in found["not-made.txt"].decode("utf-8-sig")


def test_it_tells_how_far_it_is_and_stops_with_nothing_left(tmp_path) -> None:
    told: list[tuple[float, str]] = []

    def tell(share: float, name: str) -> None:
        told.append((share, name))
        if len(told) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_editions(tmp_path / "all.zip", ["a", "b", "c", "d"], review_of, WRITERS, dated=DAY, tell=tell)
    assert told == [(0.0, "a"), (0.25, "b"), (0.5, "c")]
    assert list(tmp_path.iterdir()) == []


def test_on_disk_and_in_memory_are_the_same_archive(tmp_path) -> None:
    write_editions(tmp_path / "all.zip", ["a", "b"], review_of, WRITERS, dated=DAY)
    made, _failed = editions_zip(["a", "b"], review_of, WRITERS, dated=DAY)
    assert (tmp_path / "all.zip").read_bytes() == made


def test_names_of_files_stay_readable_and_are_safe() -> None:
    given = [
        "Đại Phát",
        "đại phát",
        "../../etc/passwd",
        "C:\\con",
        "CON",
        "a\u202egpj.exe",
        "شركة",
        "🎉",
        "...",
        "",
        LONG,
        "not-made",
    ]
    assert file_names(given) == [
        "Đại Phát",
        "đại phát (2)",
        "etc passwd",
        "C con",
        "CON_",
        "agpj.exe",
        "شركة",
        "🎉",
        "customer",
        "customer (2)",
        "Công ty Cổ phần Thương mại Dịch vụ Xuất nhập khẩu Tổng hợp H",
        "not-made (2)",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=90), max_size=12))
def test_whatever_the_names_each_file_is_one_file_in_the_folder(names: list[str]) -> None:
    found = file_names(names)
    assert len({one.casefold() for one in found}) == len(names)
    for one in found:
        assert PureWindowsPath(one).name == one == PurePosixPath(one).name
        assert len(f"{one}.pptx".encode()) < 255
        assert not one.startswith(".")
