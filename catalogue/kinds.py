"""Which drawing stands for a product that has no photograph yet. Pure.

A guess from the words of the name, made inside the product's group; the drawing is always labelled as one.
"""

from __future__ import annotations

from functools import lru_cache

VARIANTS = 3

# Start of the group's address → (kind, words of the folded name that mean it) in order of precedence, and the fallback.
RULES: dict[str, tuple[list[tuple[str, tuple[str, ...]]], str]] = {
    "thuc-pham": (
        [
            ("fish-sauce", ("nuoc mam", "nuoc tuong", "giam")),
            ("coffee", ("ca phe", "cafe", "coffee")),
            ("nuts", ("mac ca", "maca")),
            ("cocoa", ("ca cao", "cacao", "socola", "so co la")),
            ("shrimp-paste", ("mam", "tuong", "tuong ot", "dua muoi", "kim chi")),
            ("cracker", ("banh trang", "banh da", "com chay", "phong tom")),
            ("cake", ("che lam", "banh", "keo", "mach nha", "cu do")),
            ("tea", ("tra", "che")),
            ("garlic", ("toi", "hanh tim")),
            ("birdnest", ("yen", "yen sao")),
            ("honey", ("mat ong", "mat hoa", "mat mia")),
            ("noodles", ("mien", "bun", "pho kho", "mi kho", "mi chu")),
            ("sausage", ("gio", "cha", "nem", "lap suon", "lap xuong", "xuc xich")),
            ("meat", ("thit", "trau", "ga", "vit", "lon", "heo")),
            ("egg", ("trung", "trung vit", "trung ga")),
            ("dried-seafood", ("muc", "tom kho", "ca kho", "mot nang")),
            ("seafood", ("ca thu", "ca tam", "ca hoi", "tom", "cua", "ngao", "hau")),
            ("seaweed", ("rong", "sua bien")),
            ("oil", ("dau lac", "dau dua", "dau phong", "dau sachi", "dau me", "dau an")),
            ("juice", ("sua", "nuoc ep", "nuoc cot")),
            ("dried-fruit", ("say", "mut", "o mai", "o mai mo")),
            ("flour", ("bot", "tinh bot")),
            ("rice", ("gao", "nep")),
            ("salt", ("muoi",)),
            ("nuts", ("hat", "dieu", "lac")),
            ("spice", ("tieu", "ot", "que", "hoi", "gia vi", "nghe", "gung")),
            ("mushroom", ("nam", "moc nhi")),
            ("vegetables", ("rau", "cu", "mang", "khoai", "ca chua", "bi")),
            ("pomelo", ("cam", "buoi", "quyt", "thanh long")),
        ],
        "fruit",
    ),
    "do-uong": (
        [
            ("wine", ("ruou", "vang", "bia")),
            ("coffee", ("ca phe", "cafe", "coffee")),
            ("tea", ("tra", "che")),
            ("cocoa", ("ca cao", "cacao")),
        ],
        "juice",
    ),
    "duoc-lieu": (
        [
            ("essential-oil", ("tinh dau",)),
            ("mushroom", ("nam", "linh chi", "dong trung")),
            ("cosmetics", ("xa phong", "dau goi", "my pham", "son", "kem")),
            ("balm", ("cao", "vien", "nano", "dau gio")),
            ("ginseng", ("sam", "tam that")),
        ],
        "herbs",
    ),
    "thu-cong": (
        [
            ("pottery", ("gom", "su", "bo bat")),
            ("brocade", ("tho cam", "theu", "khan", "chan", "vai", "lua", "to tam")),
            ("sedge-basket", ("coi", "luc binh", "chieu")),
            ("bamboo", ("tre", "may", "den", "dua tre")),
            ("spice", ("nhang", "huong que")),
            ("hat", ("non",)),
            ("lacquer", ("tranh", "son mai", "dong")),
            ("wood", ("da", "go", "moc")),
        ],
        "sedge-basket",
    ),
    "sinh-vat": (
        [("fish-bowl", ("ca canh", "chim", "ca koi")), ("flowers", ("lan", "mai", "dao", "hoa"))],
        "bonsai",
    ),
    "dich-vu": (
        [("boat-tour", ("thuyen", "tham quan", "di san", "thanh co", "diem du lich"))],
        "stilt-house",
    ),
}
RULES["du-lich"] = RULES["dich-vu"]


@lru_cache(maxsize=4096)
def kind_of(name_folded: str, group_slug: str = "") -> str:
    """Return the kind of picture (a name in `storefront/demo/pictures`) for a product's folded name and group."""
    rules, fallback = next(
        (rules for start, rules in RULES.items() if group_slug.startswith(start)), RULES["thuc-pham"]
    )
    spaced = f" {''.join(letter if letter.isalnum() else ' ' for letter in name_folded)} "
    spaced = f" {' '.join(spaced.split())} "
    for kind, words in rules:
        if any(f" {word} " in spaced for word in words):
            return kind
    return fallback


def drawing_of(name_folded: str, group_slug: str, pk: int | None) -> str:
    """The static drawing that stands for a product without a photograph, in one of three colourings."""
    return f"img/kinds/{kind_of(name_folded, group_slug)}-{(pk or 0) % VARIANTS + 1}.webp"
