"""Which encoding a text file is in, proven where it can be and asked for where it cannot."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pyarrow as pa

from domain.errors import QuestionError, RefusedError
from domain.message import N_

CANDIDATES = ("cp1252", "cp1258", "cp437", "cp850", "mac_roman", "cp1250")
OF_WINDOWS = ("cp1252", "cp1258", "cp1250")
LIKELIER = 0.3
"""By so much a Windows page is likelier before a letter is looked at: few exports are in any other."""
CLEARLY = 0.25
FAIR = 0.5
MOST_SHOWN = 3
SAMPLE_BYTES = 400_000
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode(data: bytes, asked: str | None) -> tuple[bytes, str]:
    """The text as UTF-8 bytes, NFC and without zero-width characters, and the encoding it was in.

    ``asked`` is the encoding a person named; it is used or refused, never second-guessed. Text that is clean
    UTF-8 already comes back as the same object: nothing is copied.

    Raises:
        QuestionError: several encodings fit and read differently.
        RefusedError: the named encoding does not fit, or none does.
    """
    if asked:
        return cleaned(_decode_as_asked(data, asked)).encode(), asked
    for mark, name in MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], "utf-8" if name == "utf-8-sig" else name)
            return cleaned(text).encode(), name
    if b"\0" not in data and is_utf8(data):
        return (data if _is_clean(data) else cleaned(data.decode()).encode()), "utf-8"
    wide = _utf16_without_mark(data)
    if wide:
        return cleaned(_strict(data, wide)).encode(), wide
    name = _best_candidate(data)
    return cleaned(data.decode(name)).encode(), name


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are valid UTF-8, without making a string of them."""
    if data.isascii():
        return True
    ends = pa.array([0, len(data)], pa.int32()).buffers()[1]
    try:
        pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def holds_any(data: bytes, pieces: Iterable[bytes]) -> bool:
    """Whether any of the pieces stands in ``data``; looks for a first byte before it looks for the whole."""
    return any(piece[:1] in data and piece in data for piece in pieces)


def _is_clean(data: bytes) -> bool:
    """No combining mark (U+0300 to U+036F) and no zero-width character: nothing to compose or remove."""
    if data.isascii():
        return True
    return not holds_any(data, (b"\xcc", b"\xcd", *(character.encode() for character in INVISIBLE)))


def cleaned(text: str) -> str:
    """The text in NFC without zero-width characters; costs one scan when there is nothing to do."""
    if text.isascii():
        return text
    for character in INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _decode_as_asked(data: bytes, asked: str) -> str:
    for mark, _ in MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            break
    try:
        return data.decode(asked)
    except (UnicodeDecodeError, LookupError):
        raise RefusedError(
            "encoding",
            N_("The file cannot be read as {encoding}."),
            N_("Name another encoding with --encoding, or save the file as “CSV UTF-8”."),
            encoding=asked,
        ) from None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(
            "encoding",
            N_("The file says it is {encoding}, but byte {position} is not."),
            N_("Export it again, or save it as “CSV UTF-8”."),
            encoding=encoding,
            position=error.start,
        ) from None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows as a NUL in every other byte of Latin text."""
    sample = data[:SAMPLE_BYTES]
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.3 and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.3 and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _best_candidate(data: bytes) -> str:
    """The code page whose reading looks like words; asks when two different readings look as good."""
    lines = [line for line in data[:SAMPLE_BYTES].splitlines() if any(byte > 127 for byte in line)]
    if len(data) > SAMPLE_BYTES:
        lines += [line for line in data[SAMPLE_BYTES:].splitlines() if any(byte > 127 for byte in line)][:5000]
    sample = b"\n".join(lines)
    readings: dict[str, str] = {}
    for name in CANDIDATES:
        try:
            data.decode(name)
            readings[name] = unicodedata.normalize("NFC", sample.decode(name))
        except UnicodeDecodeError:
            continue
    scores = {name: likeness_to_words(text) + LIKELIER * (name in OF_WINDOWS) for name, text in readings.items()}
    ranked = sorted(scores, key=lambda name: -scores[name])
    if not ranked or b"\0" in data:
        raise RefusedError(
            "encoding",
            N_("The text of this file is in no encoding that is known here."),
            N_("Save it as “CSV UTF-8”, or name its encoding with --encoding."),
        )
    best = ranked[0]
    others = [
        name for name in ranked[1:] if readings[name] not in [readings[one] for one in ranked[: ranked.index(name)]]
    ]
    is_fair = scores[best] - LIKELIER * (best in OF_WINDOWS) >= FAIR
    if not is_fair or any(scores[name] >= scores[best] - CLEARLY for name in others):
        shown = [best, *others][:MOST_SHOWN]
        raise QuestionError(
            "encoding",
            N_("The file is not UTF-8, and how its letters are stored cannot be proven. Which line reads right?"),
            "--encoding",
            {name: _example([readings[one] for one in shown], readings[name]) for name in shown},
        )
    return best


def likeness_to_words(text: str) -> float:
    """Mean over the non-ASCII characters of how well each sits in a word: 1 a fitting letter, −1 a stray sign."""
    total, seen = 0.0, 0
    for position, character in enumerate(text):
        if character.isascii():
            continue
        seen += 1
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        total += _fit(character, before, after)
    return total / seen if seen else 1.0


def _fit(character: str, before: str, after: str) -> float:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cn", "Co") or kind.startswith("M"):
        return -2.0  # a control, or a tone mark that joined no letter
    if not character.isalpha():
        return _fit_of_sign(character, before, after)
    if not (before.isalpha() or after.isalpha()):
        return -0.2
    is_odd_capital = character.isupper() and before.islower()
    has_no_case = not character.isupper() and not character.islower()
    return -1.0 if is_odd_capital or has_no_case else 1.0


def _fit_of_sign(character: str, before: str, after: str) -> float:
    """Signs that a word processor puts where words are; any other stands apart from letters."""
    if character == "\N{NO-BREAK SPACE}":
        return 0.3 if before.islower() and after.islower() else 1.0
    if character == "\N{RIGHT SINGLE QUOTATION MARK}" and before.isalpha():
        return 1.0
    is_opening, is_closing = character in "“‘«", character in "”’»"
    if is_opening or is_closing:
        is_right = not before.isalnum() if is_opening else not after.isalnum()
        return 1.0 if is_right else -1.0
    if character in "®™":
        return 1.0 if before.isalnum() or before == " " else -1.0
    if character in "–—•…":
        return 1.0 if before in " .,0123456789" or after in " .,0123456789" else -0.2
    return -1.0 if before.isalpha() or after.isalpha() else 0.3


def _example(shown: list[str], text: str) -> str:
    """The surroundings of the first letter in which the readings ``shown`` differ, as ``text`` has it."""
    first = next((place for place, letters in enumerate(zip(*shown, strict=False)) if len(set(letters)) > 1), 0)
    start = text.rfind("\n", 0, first) + 1
    return text[max(start, first - 25) : first + 25].partition("\n")[0]
