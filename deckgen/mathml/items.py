r"""What the reader makes: items (one thing in a row), leaves and marks; and the space between items, as in TeX.

The reader writes a *skeleton*: plain TeX of groups, scripts, fractions, roots and matrices, in which each leaf is one
private-use character. latex2mathml lays the skeleton out, and `repair` puts the leaves in place. A mark is a
private-use character at the start of a group: it says what the group becomes where plain TeX has no word for it.
"""

from __future__ import annotations

from typing import NamedTuple

ORD, OP, BIN, REL, OPEN, CLOSE, PUNCT, INNER, GLUE = range(9)
CLASSES = {"ord": ORD, "op": OP, "bin": BIN, "rel": REL, "open": OPEN, "close": CLOSE, "punct": PUNCT, "inner": INNER}

FIRST = 0xF0000  # the first private-use character of plane 15: placeholder n is chr(FIRST + n)
MOST = 0xFFFD


class Leaf(NamedTuple):
    """A leaf of the tree: element, text, attributes (the spacing adds to them)."""

    tag: str
    text: str
    attributes: dict[str, str]


class Mark(NamedTuple):
    """What becomes of the group that it opens.

    wrap: `<tag attributes>` around the group. retag: the group's one element gets tag and attributes.
    table: its matrix gets the cells' styles. multiscripts: base and four scripts.
    """

    kind: str
    tag: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012 - never changed
    cells: tuple[tuple[str, ...], ...] = ()  # style of each cell, by row


class Item(NamedTuple):
    """One thing in a row: its skeleton, and TeX's class seen from the left and from the right."""

    tex: str
    left: int
    right: int
    mo: int = -1  # the number of its leaf if it is one bare <mo>, which can carry the space around it
    limits: str = ""  # operators: "limits" (above and below in display), "nolimits", "always"
    upright: bool = False  # Firefox sets a gap beside an upright letter unless something stands between


def item_of(tex: str, cls: int = ORD) -> Item:
    """An item that looks alike from both sides."""
    return Item(tex, cls, cls)


class Row(NamedTuple):
    """A finished row: its skeleton, its outer classes, and its one item if it has just one."""

    tex: str
    left: int
    right: int
    only: Item | None = None


# TeX's table of spaces (The TeXbook, chapter 18), in mu; negative: not in scripts. Columns: as the classes above.
_SPACES = (
    (0, 3, -4, -5, 0, 0, 0, -3),  # ord
    (3, 3, 0, -5, 0, 0, 0, -3),  # op
    (-4, -4, 0, 0, -4, 0, 0, -4),  # bin
    (-5, -5, 0, 0, -5, 0, 0, -5),  # rel
    (0, 0, 0, 0, 0, 0, 0, 0),  # open
    (0, 3, -4, -5, 0, 0, 0, -3),  # close
    (-3, -3, 0, -3, -3, -3, -3, -3),  # punct
    (-3, 3, -4, -5, -3, 0, -3, -3),  # inner
)
WIDTHS = {0: "0", 3: "0.1667em", 4: "0.2222em", 5: "0.2778em"}

# Signs whose usual space every engine's operator dictionary knows: no attributes needed where TeX wants just that.
_USUAL = {
    **dict.fromkeys("=<>≤≥≠∈∉≈≡⊂⊆→", (5, 5)),
    **dict.fromkeys("+−±", (4, 4)),
    ",": (0, 3),
    **dict.fromkeys("()[]{}⟨⟩⌊⌋⌈⌉", (0, 0)),
}
_TIGHT = {ORD, OPEN, CLOSE}  # the space between one of these and an operator is written at the operator
_NO_BIN_AFTER = {-1, BIN, OP, REL, OPEN, PUNCT}


def join(items: list[Item], leaves: list[Leaf | Mark], script: bool, start: int = -1) -> Row:
    """Return the row of `items`, with TeX's space between them; `start` is the class that stands before the first."""
    if not items:
        return Row("", -1, -1)
    if len(items) == 1 and start < 0:
        only = items[0]
        if only.mo >= 0:
            _space(leaves, only.mo, 0, 0)
        if only.left == BIN == only.right:
            only = only._replace(left=ORD, right=ORD)
        return Row(only.tex, only.left, only.right, only)
    lefts, rights, real = _classes(items, start)
    if not real:
        return Row("".join(item.tex for item in items), -1, -1)
    before = [0] * len(items)
    after = [0] * len(items)
    parts = [item.tex for item in items]
    previous = -1
    last = start
    for i in real:
        gap = _SPACES[last][lefts[i]] if last >= 0 else 0
        if gap < 0:
            gap = 0 if script else -gap
        item = items[i]
        if gap:
            if previous >= 0 and items[previous].mo >= 0 and (item.mo < 0 or rights[previous] not in _TIGHT):
                after[previous] = gap
            elif item.mo >= 0:
                before[i] = gap
            elif previous >= 0:
                parts[previous] += _leaf(leaves, "mspace", {"width": WIDTHS[gap]})
            else:
                parts[i] = _leaf(leaves, "mspace", {"width": WIDTHS[gap]}) + parts[i]
        elif previous == i - 1 >= 0 and not script and _upright(items[previous], item):
            parts[previous] += _leaf(leaves, "mspace", {})
        previous, last = i, rights[i]
    for i in real:
        if items[i].mo >= 0:
            _space(leaves, items[i].mo, before[i], after[i])
    sole = items[real[0]] if len(items) == 1 else None
    return Row("".join(parts), lefts[real[0]], rights[real[-1]], sole)


def _upright(one: Item, other: Item) -> bool:
    return one.mo < 0 and other.mo < 0 and (one.upright or other.upright)


def _classes(items: list[Item], start: int) -> tuple[list[int], list[int], list[int]]:
    """The classes of all items from either side, once TeX has made lonely binary operators ordinary; and the places
    of those that are not just space."""
    lefts = [item.left for item in items]
    rights = [item.right for item in items]
    real = [i for i, left in enumerate(lefts) if left != GLUE]
    last, previous = start, -1
    for i in real:
        if lefts[i] == BIN and last in _NO_BIN_AFTER:
            lefts[i] = ORD
            if items[i].right == BIN:
                rights[i] = ORD
        elif last == BIN and lefts[i] in (REL, CLOSE, PUNCT) and previous >= 0:
            rights[previous] = ORD
            if items[previous].left == BIN:
                lefts[previous] = ORD
        last, previous = rights[i], i
    if last == BIN and previous >= 0:
        rights[previous] = ORD
        if items[previous].left == BIN:
            lefts[previous] = ORD
    return lefts, rights, real


def _space(leaves: list[Leaf | Mark], number: int, before: int, after: int) -> None:
    leaf = leaves[number]
    assert isinstance(leaf, Leaf)
    if _USUAL.get(leaf.text) != (before, after):
        leaf.attributes["lspace"] = WIDTHS[before]
        leaf.attributes["rspace"] = WIDTHS[after]
    elif "lspace" in leaf.attributes:  # it stood alone in a group when first looked at
        del leaf.attributes["lspace"], leaf.attributes["rspace"]


def _leaf(leaves: list[Leaf | Mark], tag: str, attributes: dict[str, str]) -> str:
    leaves.append(Leaf(tag, "", attributes))
    return chr(FIRST + len(leaves) - 1)
