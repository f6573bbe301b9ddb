"""The colour profile of the screen and the printer, sRGB, as a file of its own inside a document."""

from __future__ import annotations

import struct
from typing import Final

_COLUMNS: Final = {
    "rXYZ": (0.43607, 0.22249, 0.01392),
    "gXYZ": (0.38515, 0.71687, 0.09708),
    "bXYZ": (0.14307, 0.06061, 0.71410),
}
"""The primaries of IEC 61966-2-1 adapted to the illuminant D50 of the profile connection space."""
_D50: Final = (0.9642, 1.0, 0.8249)
_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_MEDIA_WHITE: Final = (0.9642, 1.0, 0.8249)
_ADAPTATION: Final = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)


def srgb_profile() -> bytes:
    """Return an ICC profile (version 4.2, ICC.1:2004-10) of the colour space sRGB; always the same bytes."""
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + _fixed(*_CURVE)
    elements = {
        "desc": _text("sRGB IEC61966-2.1"),
        "cprt": _text("No copyright, use freely"),
        "wtpt": _xyz(*_MEDIA_WHITE),
        "chad": b"sf32\0\0\0\0" + _fixed(*_ADAPTATION),
        **{tag: _xyz(*values) for tag, values in _COLUMNS.items()},
        "rTRC": curve,
        "gTRC": curve,
        "bTRC": curve,
    }
    return _assembled(elements)


def _assembled(elements: dict[str, bytes]) -> bytes:
    offset = 128 + 4 + 12 * len(elements)
    table = struct.pack(">I", len(elements))
    data = b""
    places: dict[bytes, int] = {}
    for tag, element in elements.items():
        if element not in places:
            places[element] = offset + len(data)
            data += element + bytes(-len(element) % 4)
        table += struct.pack(">4sII", tag.encode("ascii"), places[element], len(element))
    return _header(offset + len(data)) + table + data


def _header(size: int) -> bytes:
    """Return the 128 bytes that say what the profile is: a display profile from RGB to XYZ."""
    date = struct.pack(">6H", 2021, 1, 1, 0, 0, 0)
    head = struct.pack(">I4sI4s4s4s", size, b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    return (head + date + b"acsp").ljust(68, b"\0") + _fixed(*_D50) + bytes(48)


def _fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _xyz(*numbers: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*numbers)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded
