"""JSON, with our own kinds of value in it: money is a plain number."""

from typing import Any

import msgspec

from sundial.core.money import Money


def _custom(value: object) -> Any:
    if isinstance(value, Money):
        return msgspec.Raw(value.to_number().encode())
    raise TypeError(f"no JSON for {type(value).__name__}")


encoder = msgspec.json.Encoder(enc_hook=_custom)
