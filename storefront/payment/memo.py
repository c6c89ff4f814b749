"""Finding an order's code in the memo of a bank transfer. Pure."""

from __future__ import annotations

import re

from storefront.codes import LENGTH, ORDER_PREFIX, is_code
from storefront.vietnamese import fold

_NOISE = re.compile(r"[^0-9A-Z]+")


def find_codes(text: str, prefix: str = ORDER_PREFIX) -> list[str]:
    """Return the codes in a line of a bank statement, in order, without repetition.

    Banks change case, drop marks, add their own words and break a code with blanks or dots. Where two readings
    overlap (`DHDHR884MFCA` holds `DHDHR884MF` and `DHR884MFCA`) both are returned: only the orders know which is meant.
    """
    bare = _NOISE.sub("", fold(text).upper())
    size = len(prefix) + LENGTH
    candidates = (bare[start : start + size] for start in range(len(bare) - size + 1))
    return list(dict.fromkeys(candidate for candidate in candidates if is_code(candidate, prefix)))
