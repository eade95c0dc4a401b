"""Puts opened values back into a stream: finds sealed values, asks for each once, keeps what does not open as it is.

``docs/spec/sealed-value.md`` section 1 (finding) and section 3 (``bare``). Nothing is held back but an unfinished sealed value.
"""

from __future__ import annotations

import base64
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from milkglass.errors import MilkglassError
from milkglass.masking.plaintext import Plaintext
from milkglass.masking.sealed import find_sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from milkglass.client import Client
    from milkglass.masking.sealed import SealedValue

BATCH_VALUES: Final = 1000
BATCH_BYTES: Final = 1_500_000
MOST_KEPT: Final = 200_000
_INSIDE: Final = b'abcdefghijklmnopqrstuvwxyz0123456789_"\\'
_MOST_HELD: Final = 16 << 20
_ONE_WAY: Final = "access.one_way"
_TOO_LARGE: Final = "usage.too_large"


class Opening:
    """One stream.

    Args:
        look_up: The values that open, of those asked for; asked at most once for each piece of the stream.
    """

    def __init__(self, look_up: Callable[[Sequence[SealedValue]], Mapping[str, Plaintext]]) -> None:
        self._look_up = look_up
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """As much of the stream as no later byte can change."""
        data = self._held + data
        safe = len(data.rstrip(_INSIDE))
        if len(data) - safe > _MOST_HELD:  # longer than any value that opens
            safe = len(data)
        self._held = data[safe:]
        return self._opened(data[:safe])

    def finish(self) -> bytes:
        """The rest."""
        data, self._held = self._held, b""
        return self._opened(data)

    def _opened(self, data: bytes) -> bytes:
        found = find_sealed(data)
        values = self._look_up([sealed for _, _, sealed in found]) if found else {}
        parts, done = [], 0
        for start, end, sealed in found:
            value = values.get(sealed.text)
            if value is None:
                continue
            begin, stop = _with_quotes(data, start, end) if value.bare else (start, end)
            parts += [data[done:begin], value.expose()]
            done = stop
        return b"".join([*parts, data[done:]])


def _with_quotes(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The span with one quotation mark on each side and the backslashes directly before it, if both marks are there."""
    stop = end
    while data[stop : stop + 1] == b"\\":
        stop += 1
    if data[start - 1 : start] != b'"' or data[stop : stop + 1] != b'"':
        return start, end
    begin = start - 1
    while begin > 0 and data[begin - 1 : begin] == b"\\":
        begin -= 1
    return begin, stop + 1


class Lookup:
    """Asks the server in batches, and remembers until the grant ends. After a refusal of the whole call it asks no more.

    Args:
        client: The server.
        grant: Id of the grant to open under.
        clock: The time.
        refusal: Why nothing can be asked, if that is known from the beginning.
    """

    def __init__(
        self,
        client: Client | None,
        grant: str,
        clock: Callable[[], datetime],
        refusal: MilkglassError | None = None,
    ) -> None:
        self._client, self._grant, self._clock = client, grant, clock
        self._values: dict[str, Plaintext | str] = {}
        self._until: datetime | None = None
        self.refusal = refusal
        self.opened = 0
        self.sealed: Counter[str] = Counter()

    def open(self, found: Sequence[SealedValue]) -> dict[str, Plaintext]:
        """The values that open, of those found; counts both. What was masked one-way is not even asked for."""
        self._forget_what_ended(len(found))
        reversible = dict.fromkeys(sealed.text for sealed in found if sealed.mode != "o")
        for batch in _batches(text for text in reversible if text not in self._values):
            self._ask(batch)
        opened = {}
        for sealed in found:
            answer = self._values.get(sealed.text) or self._why_not(sealed)
            if isinstance(answer, Plaintext):
                self.opened += 1
                opened[sealed.text] = answer
            else:
                self.sealed[answer] += 1
        return opened

    def _why_not(self, sealed: SealedValue) -> str:
        if sealed.mode == "o":
            return _ONE_WAY
        if self.refusal is not None:
            return self.refusal.code
        return _TOO_LARGE

    def _forget_what_ended(self, coming: int) -> None:
        ended = self.refusal is not None or (self._until is not None and self._clock() >= self._until)
        if ended or len(self._values) + coming > MOST_KEPT:
            self._values.clear()

    def _ask(self, batch: list[str]) -> None:
        if self.refusal is not None or self._client is None:
            return
        try:
            answer = self._client.post("reveal", json={"grant": self._grant, "values": batch})
            self._keep(batch, answer)
        except MilkglassError as error:
            self.refusal = error
            self._values.clear()

    def _keep(self, batch: list[str], answer: Any) -> None:
        try:
            read = [_read(one) for one in answer["values"]]
            until = datetime.fromisoformat(answer["expires_at"])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise _not_understood() from None
        if len(read) != len(batch) or until.utcoffset() is None:
            raise _not_understood()
        self._values.update(zip(batch, read, strict=True))
        self._until = until


def _read(one: Mapping[str, Any]) -> Plaintext | str:
    """A value, or the code of the reason why it stays sealed."""
    if one.get("sealed") is True:
        return str(one["code"])
    raw = base64.b64decode(one["value_b64"], validate=True) if "value_b64" in one else one["value"].encode()
    return Plaintext(raw, one.get("bare") is True)


def _batches(texts: Iterator[str]) -> Iterator[list[str]]:
    """At most a thousand values and as many bytes as the server takes; what alone is too large is left out."""
    batch: list[str] = []
    size = 0
    for text in texts:
        cost = len(text) + 4  # quotation marks, comma, space
        if cost > BATCH_BYTES:
            continue
        if len(batch) == BATCH_VALUES or size + cost > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += cost
    if batch:
        yield batch


def _not_understood() -> MilkglassError:
    return MilkglassError("the answer of the server is not understood", hint="client and server may not fit together")
