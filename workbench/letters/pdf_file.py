"""Writing a PDF file: objects, compressed object streams, cross-references, a fixed identity."""

from __future__ import annotations

import hashlib
import zlib

_PER_STREAM = 180
_LEVEL = 1  # a third of the time of 6, and a letter is a fortieth larger


class PdfFile:
    """Objects in the order they were added; the same objects always give the same bytes."""

    def __init__(self) -> None:
        self._bodies: list[str | bytes | None] = []

    def reserve(self) -> int:
        """A number for an object whose body comes later."""
        self._bodies.append(None)
        return len(self._bodies)

    def put(self, number: int, body: str, *, plain: bool = False) -> None:
        """The body of a reserved object; a plain one can be read without unpacking the file."""
        self._bodies[number - 1] = body.encode("ascii") if plain else body

    def add(self, body: str) -> int:
        """A new object; gives its number."""
        self._bodies.append(body)
        return len(self._bodies)

    def add_stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        """A new stream; `entries` are its further dictionary entries."""
        if packed:
            data, entries = zlib.compress(data, _LEVEL), f"/Filter/FlateDecode{entries}"
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode("ascii")
        self._bodies.append(head + data + b"\nendstream")
        return len(self._bodies)

    def written(self, root: int, info: int) -> bytes:
        """The whole file, version 1.7."""
        self._pack_objects()
        file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        entries = [b"\0\0\0\0\0\xff\xff"]
        for number, body in enumerate(self._bodies, 1):
            if isinstance(body, bytes):
                entries.append(b"\1" + len(file).to_bytes(4, "big") + b"\0\0")
                file += b"%d 0 obj\n" % number + body + b"\nendobj\n"
            else:
                stream, at = self._places[number]
                entries.append(b"\2" + stream.to_bytes(4, "big") + at.to_bytes(2, "big"))
        start = len(file)
        entries.append(b"\1" + start.to_bytes(4, "big") + b"\0\0")
        identity = hashlib.sha256(file).hexdigest()[:32].upper()
        table = zlib.compress(b"".join(entries), _LEVEL)
        number = len(self._bodies) + 1
        file += (
            f"{number} 0 obj\n<</Type/XRef/Size {number + 1}/W[1 4 2]/Root {root} 0 R"
            f"/Info {info} 0 R/ID[<{identity}><{identity}>]/Filter/FlateDecode"
            f"/Length {len(table)}>>stream\n"
        ).encode("ascii")
        file += table + f"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n".encode("ascii")
        return bytes(file)

    def _pack_objects(self) -> None:
        plain = [at for at, body in enumerate(self._bodies, 1) if isinstance(body, str)]
        self._places: dict[int, tuple[int, int]] = {}
        for begin in range(0, len(plain), _PER_STREAM):
            numbers = plain[begin : begin + _PER_STREAM]
            bodies = [str(self._bodies[number - 1]).encode("ascii") for number in numbers]
            heads, place = [], 0
            for number, body in zip(numbers, bodies, strict=True):
                heads.append(f"{number} {place}")
                place += len(body) + 1
            head = (" ".join(heads) + "\n").encode("ascii")
            data = head + b"\n".join(bodies)
            entries = f"/Type/ObjStm/N {len(numbers)}/First {len(head)}"
            stream = self.add_stream(data, entries)
            self._places |= {number: (stream, at) for at, number in enumerate(numbers)}


def text_string(text: str) -> str:
    """A text as a PDF string: plain ASCII as it is, everything else UTF-16."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
