"""Parquet files: the types are known, so values become the same plain text a CSV would hold."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.reading.archive import damaged, too_large
from data.reading.cells import number_text
from data.reading.encoding import cleaned
from data.reading.table import TextTable
from domain.errors import RefusedError
from domain.message import N_

LARGEST_WIDTH = 2000
LARGEST_UNPACKED = 1200 << 20


def read_parquet(data: bytes, name: str) -> TextTable:
    """The one table of a Parquet file.

    Raises:
        RefusedError: damaged, nested, empty, or unpacking to too much.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        about = file.metadata
        unpacked = sum(about.row_group(index).total_byte_size for index in range(about.num_row_groups))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(str(error).splitlines()[0]) from None
    # a run of one value takes a few bytes in the file, and eight for each row in memory
    if max(unpacked, about.num_rows * about.num_columns * 8) > LARGEST_UNPACKED:
        raise too_large()
    if about.num_rows == 0:
        raise RefusedError("no_rows", N_("The file has a header but no rows."), N_("Export it again with its rows."))
    fields = [field for field in file.schema_arrow if not pa.types.is_nested(field.type)]
    if not fields or len(fields) > LARGEST_WIDTH:
        raise RefusedError(
            "unknown_file", N_("The file holds nested data, not a plain table."), N_("Export a plain table.")
        )
    try:
        table = file.read(columns=[field.name for field in fields])
        arrays = [_as_text(column.combine_chunks()) for column in table.columns]
    except pa.ArrowMemoryError:
        raise too_large() from None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(str(error).splitlines()[0]) from None
    names = [f"c{index}" for index in range(len(arrays))]
    lines = pa.array(range(1, table.num_rows + 1), pa.int64())
    rows = pa.table([*arrays, lines], names=[*names, "line_no"])
    stored = tuple(frozenset({_kind(field.type)}) for field in fields)
    return TextTable(name, None, None, None, 0, tuple(field.name for field in fields), rows, stored=stored)


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_temporal(kind):
        return "date"
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    return "number" if is_number else "text"


def _as_text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = column.cast(pa.string())
    if pa.types.is_floating(column.type):
        texts = pa.array([_number(value) for value in column.to_pylist()], pa.string())
    elif pa.types.is_timestamp(column.type) and column.type.tz:
        moments = pc.strftime(column.cast(pa.timestamp("us", "UTC")), "%Y-%m-%d %H:%M:%S")
        texts = pc.binary_join_element_wise(moments, "+00:00", "")
    elif pa.types.is_timestamp(column.type):
        texts = pc.strftime(column.cast(pa.timestamp("us")), "%Y-%m-%d %H:%M:%S")
    elif pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts = column.cast(pa.string())
        if pc.any(pc.invert(pc.string_is_ascii(texts))).as_py():
            texts = pa.array([None if text is None else cleaned(text) for text in texts.to_pylist()], pa.string())
        texts = pc.utf8_trim_whitespace(texts)
    else:
        texts = column.cast(pa.string())
    return pc.fill_null(texts, "")


def _number(value: float | None) -> str | None:
    if value is None or value != value:
        return None
    return number_text(value) if abs(value) != float("inf") else str(value)
