"""GS1 numbers and GS1 Digital Link addresses, as pure functions.

Sources: GS1 Digital Link URI Syntax 1.6.0 (a GTIN is always 14 digits; key qualifiers 22 → 10 → 21, or 235 alone;
the rightmost primary key wins; hexadecimal escapes upper-case), GS1 General Specifications (check digits, CSET 82).
Held against the published vectors of the GS1 Syntax Engine in ``tests/data/gs1_vectors.json``.

Only addresses whose primary key is a GTIN (AI 01) are read and written; other keys are recognised, so that they are
refused by name instead of being mistaken for part of the stem.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storefront import gtin
from storefront.gtin import has_valid_check_digit

CANONICAL_STEM = "https://id.gs1.org"

GTIN, CPV, LOT, SERIAL, TPX = "01", "22", "10", "21", "235"
QUALIFIER_SETS: tuple[tuple[str, ...], ...] = ((CPV, LOT, SERIAL), (TPX,))
QUALIFIERS = frozenset(ai for group in QUALIFIER_SETS for ai in group)
PRIMARY_KEYS = frozenset(
    re.findall(
        r"\d+", "00 01 253 255 401 402 410 411 412 413 414 415 416 417 8003 8004 8006 8010 8013 8017 8018"
    )
)

_CSET82 = r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"""
_QUALIFIER_FORMS = {
    ai: re.compile(rf"{_CSET82}{{1,{n}}}") for ai, n in ((CPV, 20), (LOT, 20), (SERIAL, 20), (TPX, 28))
}
_DATE = r"\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
# Data attributes of a trade item that may stand in the query: (AI pattern, form of the value).
_ATTRIBUTE_FORMS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(ai), re.compile(form))
    for ai, form in (
        (r"1[123567]", _DATE),  # produced, due, packed, best before, sell by, expires
        (r"20", r"\d{2}"),  # internal variant
        (r"(?:02|01)", r"\d{14}"),
        (r"3[0-6]\d[0-5]", r"\d{6}"),  # net weight, measures: 310n to 369n, n decimals
        (r"39[02]\d", r"\d{1,15}"),  # amount payable
        (r"3[07]", r"\d{1,8}"),  # count
        (r"(?:240|241|250|251)", rf"{_CSET82}{{1,30}}"),
        (r"243", rf"{_CSET82}{{1,20}}"),
        (r"242", r"\d{1,6}"),
        (r"42[26]", r"\d{3}"),  # country of origin, of full processing
        (r"7003", r"\d{10}"),  # expiry date and time
        (r"90", rf"{_CSET82}{{1,30}}"),
        (r"9[1-9]", rf"{_CSET82}{{1,90}}"),
        (r"(?:10|21)", rf"{_CSET82}{{1,20}}"),  # lot and serial, only where the path cannot hold them
    )
)
# Element strings of predefined length come first among the attributes (GS1 General Specifications, figure 7.8.5-2).
_PREDEFINED = re.compile(r"0[0-4]|1[1-9]|20|3[1-6]|41")

_SCHEMES = ("http://", "https://", "HTTP://", "HTTPS://")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class GS1Error(ValueError):
    """A number or an address that breaks a GS1 rule. ``code`` is stable, ``ai`` the element at fault ("" if none)."""

    def __init__(self, code: str, detail: str, *, ai: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.ai = ai


def check_digit(body: str) -> str:
    """The GS1 check digit that follows ``body`` (digits only): modulo 10, weights 3 and 1 from the right."""
    try:
        return gtin.check_digit(body)
    except ValueError as mistake:
        raise GS1Error("digits", str(mistake)) from mistake


def normalise_gtin(text: str) -> str:
    """A GTIN-8, -12, -13 or -14, as people write it, in its 14-digit form: "8 935001 234567" → "08935001234567".

    Raises GS1Error with code "gtin-digits", "gtin-length" or "gtin-check-digit".
    """
    digits = re.sub(r"[\s\-]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        raise GS1Error("gtin-digits", "a GTIN has digits only", ai=GTIN)
    if len(digits) not in (8, 12, 13, 14):
        raise GS1Error("gtin-length", "a GTIN has 8, 12, 13 or 14 digits", ai=GTIN)
    if not has_valid_check_digit(digits):
        raise GS1Error("gtin-check-digit", f"the last digit should be {check_digit(digits[:-1])}", ai=GTIN)
    return digits.zfill(14)


def escape(text: str, *, query: bool = False) -> str:
    """Percent-escape one value for the path, or for the query where a space becomes a plus.

    Only ASCII may reach a Digital Link, so each character is one escape.
    """
    return "".join(
        char if char in _UNRESERVED else "+" if query and char == " " else f"%{ord(char):02X}"
        for char in text
    )


def unescape(text: str, *, query: bool = False) -> str:
    """Undo the escapes of one segment, once. A broken escape ("%4g") stands as written; "+" is a space in a query."""
    if query:
        text = text.replace("+", " ")
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda match: chr(int(match[1], 16)), text)


@dataclass(frozen=True)
class DigitalLink:
    """What a GS1 Digital Link says about a trade item. ``gtin`` has 14 digits; absent qualifiers are ""."""

    gtin: str
    cpv: str = ""  # AI 22, consumer product variant
    lot: str = ""  # AI 10
    serial: str = ""  # AI 21
    tpx: str = ""  # AI 235, serial number given by a third party
    attributes: tuple[tuple[str, str], ...] = ()  # AIs of the query
    extra: tuple[tuple[str, str], ...] = ()  # anything else of the query (linkType, utm_…), to be passed on

    @property
    def qualifiers(self) -> tuple[tuple[str, str], ...]:
        """The key qualifiers that are given, in the order of the path."""
        pairs = ((CPV, self.cpv), (LOT, self.lot), (SERIAL, self.serial), (TPX, self.tpx))
        return tuple((ai, value) for ai, value in pairs if value)

    @property
    def elements(self) -> tuple[tuple[str, str], ...]:
        """All element strings: the key, its qualifiers, the attributes of the query."""
        return ((GTIN, self.gtin), *self.qualifiers, *self.attributes)

    def path(self) -> str:
        """The address below its stem, without the query: "/01/08935001234567/10/A1"."""
        return "".join(f"/{ai}/{escape(value)}" for ai, value in ((GTIN, self.gtin), *self.qualifiers))

    def uri(self, stem: str = CANONICAL_STEM) -> str:
        """The uncompressed address below ``stem``, qualifiers in the path and attributes in the query."""
        first = sorted(self.attributes, key=lambda pair: not _PREDEFINED.match(pair[0]))
        query = "&".join(f"{ai}={escape(value, query=True)}" for ai, value in first)
        return f"{stem.rstrip('/')}{self.path()}{'?' + query if query else ''}"


def build_digital_link(elements: Iterable[tuple[str, str]], *, stem: str = CANONICAL_STEM) -> str:
    """The Digital Link of element strings [(AI, value)] in any order; an element given twice alike counts once."""
    found: dict[str, str] = {}
    for ai, value in elements:
        if found.setdefault(ai, value) != value:
            raise GS1Error("ai-duplicated", f"AI ({ai}) has two values", ai=ai)
    if GTIN not in found:
        raise GS1Error("key-missing", "no GTIN among the elements", ai=GTIN)
    path = [(GTIN, found.pop(GTIN))]
    path += [(ai, found.pop(ai)) for group in QUALIFIER_SETS for ai in group if ai in found]
    return _assemble(path, list(found.items()), ()).uri(stem)


def parse_digital_link(uri: str, *, zero_suppressed: bool = False) -> DigitalLink:
    """Read an absolute address. ``zero_suppressed`` also takes a GTIN of 8, 12 or 13 digits.

    Raises GS1Error; ``code`` says which rule was broken.
    """
    scheme = next((scheme for scheme in _SCHEMES if uri.startswith(scheme)), None)
    if scheme is None:
        raise GS1Error("scheme", "the address does not begin with http:// or https://")
    if not _URI_CHARACTERS.fullmatch(uri):
        raise GS1Error("characters", "the address has characters that an address cannot have")
    rest = uri[len(scheme) :].partition("#")[0]
    location, _, query = rest.partition("?")
    host, slash, path = location.partition("/")
    if not _HOST.fullmatch(host) or not slash:
        raise GS1Error("host", "the address has no host or no path")
    return parse_path(f"/{path}", query, zero_suppressed=zero_suppressed)


def parse_path(path: str, query: str = "", *, zero_suppressed: bool = False) -> DigitalLink:
    """Read the raw (still escaped) path and query of an address; a stem before the key is skipped."""
    if not _URI_CHARACTERS.fullmatch(path) or not _URI_CHARACTERS.fullmatch(query):
        raise GS1Error("characters", "the address has characters that an address cannot have")
    attributes, extra = _split_query(query)
    return _assemble(_path_elements(path, zero_suppressed=zero_suppressed), attributes, extra)


def _path_elements(path: str, *, zero_suppressed: bool) -> list[tuple[str, str]]:
    """The pairs from the rightmost primary key to the end of the path, decoded once, after the split."""
    segments = path.split("/")
    start = len(segments) - 2
    while start > 0 and segments[start] not in PRIMARY_KEYS:
        if not _is_known(segments[start]):
            raise GS1Error("key-missing", "no GS1 key in the path")
        start -= 2
    if start <= 0:
        raise GS1Error("key-missing", "no GS1 key in the path")
    if segments[start] != GTIN:
        raise GS1Error("key-unsupported", f"AI ({segments[start]}) is not a GTIN", ai=segments[start])
    pairs = [(segments[at], unescape(segments[at + 1])) for at in range(start, len(segments), 2)]
    if zero_suppressed and pairs[0][1].isdigit() and len(pairs[0][1]) in (8, 12, 13):
        pairs[0] = (GTIN, pairs[0][1].zfill(14))
    return pairs


def _split_query(query: str) -> tuple[list[tuple[str, str]], tuple[tuple[str, str], ...]]:
    attributes: list[tuple[str, str]] = []
    extra: list[tuple[str, str]] = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        pair = (unescape(name, query=True), unescape(value, query=True))
        if equals and pair[0].isascii() and pair[0].isdigit():
            attributes.append(pair)
        elif part:
            extra.append(pair)
    return attributes, tuple(extra)


def _assemble(
    path: list[tuple[str, str]], attributes: list[tuple[str, str]], extra: tuple[tuple[str, str], ...]
) -> DigitalLink:
    """Check every element against its rule and against its place in the address."""
    (_, gtin), *qualifiers = path
    _check_gtin(gtin)
    order = tuple(ai for ai, _ in qualifiers)
    if not _is_sequence(order):
        raise GS1Error("sequence", "the parts of the path are not in the order 22, 10, 21, or 235 alone")
    for ai, value in qualifiers:
        if not _QUALIFIER_FORMS[ai].fullmatch(value):
            raise GS1Error(
                "value", f"AI ({ai}) has 1 to {28 if ai == TPX else 20} characters of CSET 82", ai=ai
            )
    seen = {GTIN, *order}
    for ai, value in attributes:
        if ai in seen:
            raise GS1Error("ai-duplicated", f"AI ({ai}) is given twice", ai=ai)
        seen.add(ai)
        _check_attribute(ai, value, order)
    return DigitalLink(gtin, **_named(qualifiers), attributes=tuple(attributes), extra=extra)


def _named(qualifiers: list[tuple[str, str]]) -> dict[str, str]:
    names = {CPV: "cpv", LOT: "lot", SERIAL: "serial", TPX: "tpx"}
    return {names[ai]: value for ai, value in qualifiers}


def _check_gtin(value: str) -> None:
    if not (value.isascii() and value.isdigit()):
        raise GS1Error("gtin-digits", "a GTIN has digits only", ai=GTIN)
    if len(value) != 14:
        raise GS1Error("gtin-length", "in an address a GTIN has 14 digits", ai=GTIN)
    if not has_valid_check_digit(value):
        raise GS1Error("gtin-check-digit", f"the last digit should be {check_digit(value[:-1])}", ai=GTIN)


def _check_attribute(ai: str, value: str, order: tuple[str, ...]) -> None:
    if ai in QUALIFIERS and _fits(ai, order):
        raise GS1Error("ai-belongs-in-path", f"AI ({ai}) belongs in the path", ai=ai)
    form = next((form for pattern, form in _ATTRIBUTE_FORMS if pattern.fullmatch(ai)), None)
    if form is None:
        raise GS1Error("ai-unknown", f"AI ({ai}) is not known as an attribute of a product", ai=ai)
    if not form.fullmatch(value):
        raise GS1Error("value", f"the value of AI ({ai}) is not of its form", ai=ai)


def _is_known(ai: str) -> bool:
    return ai in QUALIFIERS or any(pattern.fullmatch(ai) for pattern, _ in _ATTRIBUTE_FORMS)


def _is_sequence(order: tuple[str, ...]) -> bool:
    return any(order == tuple(ai for ai in group if ai in order) for group in QUALIFIER_SETS)


def _fits(ai: str, order: tuple[str, ...]) -> bool:
    """Whether the path could have held ``ai`` beside the qualifiers it has."""
    return any(ai in group and set(order) <= set(group) for group in QUALIFIER_SETS)
