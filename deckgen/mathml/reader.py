r"""Reads TeX strictly and writes the skeleton that latex2mathml can be trusted with (see items.py).

Everything is checked here: commands, environments, braces, arguments, scripts, delimiters, columns. What TeX would
not accept, or what we could not show right, is refused at its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from deckgen.mathml import hints
from deckgen.mathml.fault import Refused
from deckgen.mathml.items import CLASSES, FIRST, GLUE, MOST, OP, ORD, Item, Leaf, Mark, Row, join
from deckgen.mathml.letters import WORD_FONTS, in_font
from deckgen.mathml.lexer import END, Token, tokens_of
from deckgen.mathml.macros import Macro, expand
from deckgen.mathml.symbols import CHARACTERS, COMMANDS, Symbol

DISPLAY, TEXT, SCRIPT, SCRIPTSCRIPT = range(4)
DEEPEST = 32  # groups in groups
LONGEST = 20_000  # tokens, macros expanded
STOPS = {"", "}", "&", r"\\", r"\cr", r"\end", r"\right", r"\middle"}
PRIMES = {1: "′", 2: "″", 3: "‴", 4: "⁗"}
_GREEK = set("αβγδεζηθικλμνξοπρςστυφχψωϵϑϰϕϱϖ")

Handler = Callable[["Reader", str, int], Item | None]
Switch = Callable[["Reader", str, int, list[Item], bool], list[Item]]


class Reader:
    """Reads one formula. `style` is TeX's (display, text, script, scriptscript), `font` an alphabet of letters.py."""

    __slots__ = (
        "at",
        "commands",
        "depth",
        "expanded",
        "font",
        "leaves",
        "macros",
        "nested",
        "over",
        "size",
        "style",
        "switches",
        "tables",
        "tag",
        "tokens",
    )

    def __init__(
        self,
        tex: str,
        display: bool,
        macros: Mapping[str, Macro],
        commands: Mapping[str, Handler],
        switches: Mapping[str, Switch],
    ) -> None:
        self.tokens = tokens_of(tex)
        self.at = 0
        self.macros = dict(macros)
        self.commands = commands
        self.switches = switches
        self.leaves: list[Leaf | Mark] = []
        self.style = DISPLAY if display else TEXT
        self.font = ""
        self.depth = 0
        self.expanded = 0
        self.over = 0  # the depth of the row that is the lower half of an \\over
        self.tables = 0  # environments that are open
        self.tag = ""
        self.size = 1.0  # of \\large and the like
        self.nested = False  # scripts on scripts were met: too tall for plain brackets

    # --- tokens ---

    def peek(self) -> Token:
        """The next token that is not blank, macros expanded; END at the end."""
        tokens = self.tokens
        while self.at < len(tokens):
            token = tokens[self.at]
            text = token[0]
            if text[0] in " \t\r\n\u00a0":
                self.at += 1
            elif text in self.macros:
                self.expanded += 1
                expand(self.tokens, self.at, self.macros[text])
                if self.expanded > 1000 or len(tokens) > LONGEST:
                    raise Refused(token[1], "math-macro", f"the macro {text} expands without end")
            else:
                return token
        return END

    def next(self) -> Token:
        """Take the token that `peek` shows."""
        token = self.peek()
        self.at += 1
        return token

    def take(self, text: str) -> bool:
        """Take the next token if it is `text`."""
        if self.peek()[0] == text:
            self.at += 1
            return True
        return False

    # --- writing ---

    def leaf(self, tag: str, text: str, attributes: dict[str, str] | None = None) -> str:
        """The placeholder of a new leaf."""
        self.leaves.append(Leaf(tag, text, {} if attributes is None else attributes))
        return chr(FIRST + len(self.leaves) - 1)

    def mark(self, content: str, kind: str, tag: str = "", attributes: dict[str, str] | None = None) -> str:
        """The group of `content` under a new mark."""
        self.leaves.append(Mark(kind, tag, attributes or {}))
        return f"{{{chr(FIRST + len(self.leaves) - 1)}{content}}}"

    def operator(self, text: str, cls: int, attributes: dict[str, str] | None = None, limits: str = "") -> Item:
        """An item that is one bare <mo>."""
        placeholder = self.leaf("mo", text, attributes)
        return Item(placeholder, cls, cls, len(self.leaves) - 1, limits)

    def space(self, width: str) -> Item:
        """An item that is just space."""
        # Engines take a negative width for none; a margin they all heed.
        attributes = {"style": f"margin-left:{width}"} if width[0] == "-" else {"width": width}
        return Item(self.leaf("mspace", "", attributes), GLUE, GLUE)

    # --- rows and groups ---

    def row(self, *, bracket: bool = False, start: int = -1) -> Row:
        """Read up to a token that can end a row (not taken); the caller judges whether it may."""
        return join(self.items(bracket=bracket), self.leaves, self.style >= SCRIPT, start)

    def items(self, *, bracket: bool = False) -> list[Item]:
        """Read the items of a row; with `bracket` a `]` ends it too."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(self.peek()[1], "math-deep", "groups are nested too deeply here", "split the formula")
        if len(self.leaves) > MOST // 2:
            raise Refused(0, "math-long", "this formula is too long", "split it")
        items: list[Item] = []
        while True:
            token, offset = self.peek()
            if token in STOPS or (bracket and token == "]"):
                break
            switch = self.switches.get(token)
            if switch:
                self.at += 1
                items = switch(self, token, offset, items, bracket)
                continue
            item = self.word() if self.font in WORD_FONTS and token.isalpha() else self.nucleus()
            if item is not None:
                items.append(self.scripts(item))
        self.depth -= 1
        return items

    def group(self, offset: int) -> Row:
        """Read the rest of a `{…}` whose brace stood at `offset`."""
        font, style = self.font, self.style
        row = self.row()
        token, place = self.peek()
        if token != "}":
            if token in ("", r"\end"):
                raise Refused(offset, "math-braces", "this '{' is never closed", "add the '}' that belongs to it")
            raise self.unexpected(token, place, inside=offset)
        self.at += 1
        self.font, self.style = font, style
        return row

    def argument(self, command: str, offset: int, style: int | None = None, font: str | None = None) -> Row:
        """Read one argument: a group, or a single sign or command with what belongs to it."""
        saved = self.style, self.font
        if style is not None:
            self.style = style
        if font is not None:
            self.font = font
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(offset, "math-deep", "commands are nested too deeply here", "split the formula")
        token, place = self.peek()
        if token == "{":
            self.at += 1
            row = self.group(place)
        elif token in STOPS or token in "^_&#'":
            raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
        else:
            if token[0].isdigit() and len(token) > 1:  # \frac12 takes one digit at a time
                self.tokens[self.at : self.at + 1] = [(token[0], place), (token[1:], place + 1)]
            if token in self.switches:
                raise Refused(place, "math-argument", f"{token} cannot be an argument by itself", "put it into braces")
            item = self.nucleus()
            if item is None:
                raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
            row = join([item], self.leaves, self.style >= SCRIPT)
        self.depth -= 1
        self.style, self.font = saved
        return row

    def raw(self, command: str, offset: int) -> tuple[str, int]:
        """Read a braced argument that is no formula (a colour, a name, a length): its text and place."""
        token, place = self.peek()
        if token != "{":
            raise Refused(offset, "math-argument", f"{command} lacks an argument", f"write {hints.usage(command)}")
        depth = 1
        out: list[str] = []
        for i in range(self.at + 1, len(self.tokens)):
            text = self.tokens[i][0]
            depth += (text == "{") - (text == "}")
            if not depth:
                self.at = i + 1
                return "".join(out).strip(), place + 1
            out.append(text)
        raise Refused(place, "math-braces", "this '{' is never closed", "add the '}' that belongs to it")

    def option(self, command: str) -> Row | None:
        """Read an optional `[…]` argument, if there is one."""
        token, place = self.peek()
        if token != "[":
            return None
        self.at += 1
        row = self.row(bracket=True)
        if not self.take("]"):
            raise Refused(place, "math-argument", f"the '[' of {command} is never closed", "add the ']'")
        return row

    def skip_option(self, command: str) -> None:
        """Read over an optional `[…]` that changes nothing here (a place, a side)."""
        place = self.next()[1]
        while (text := self.tokens[self.at][0] if self.at < len(self.tokens) else "") != "]":
            if not text or text in "{}":
                raise Refused(place, "math-argument", f"the '[' of {command} is never closed", "add the ']'")
            self.at += 1
        self.at += 1

    def unexpected(self, token: str, offset: int, inside: int = -1) -> Refused:
        """The refusal of a token that ends a row where nothing of its kind was begun."""
        return hints.stray(token, offset, inside)

    # --- single things ---

    def nucleus(self) -> Item | None:
        """Read one thing without its scripts; None where a command shows nothing."""
        token, offset = self.next()
        symbol = COMMANDS.get(token) or CHARACTERS.get(token)
        if symbol:
            return self.symbol(symbol)
        first = token[0]
        if first == "\\":
            handler = self.commands.get(token)
            if handler:
                return handler(self, token, offset)
            if token in self.switches:
                raise Refused(offset, "math-argument", f"{token} cannot stand here", "put it into braces")
            raise hints.unknown(token, offset, self.macros)
        if first == "{":
            row = self.group(offset)
            return Item(f"{{{row.tex}}}", ORD, ORD, upright=bool(row.only and row.only.upright))
        if "0" <= first <= "9" or (first == "." and len(token) > 1):
            return Item(self.leaf("mn", in_font(token, self.font, True)), ORD, ORD)
        if token in "^_'":  # a script with nothing before it
            self.at -= 1
            return Item("{}", ORD, ORD)
        if first == "~":
            return Item(self.leaf("mtext", "\u00a0"), GLUE, GLUE)
        if first.isalpha():
            return self.letter(token)
        if first.isnumeric() or (unicodedata.category(first) in ("Sm", "So", "Sc") and first != "$"):
            return Item(self.leaf("mi", first, {"mathvariant": "normal"}), ORD, ORD, upright=True)
        raise hints.character(token, offset)

    def letter(self, letter: str) -> Item:
        """One letter in the font that holds."""
        if self.font == "rm":
            return Item(self.leaf("mi", letter, {"mathvariant": "normal"}), ORD, ORD, upright=True)
        text = in_font(letter, self.font, letter.isascii() is False and letter not in _GREEK)
        if text == letter and len(letter) == 1 and letter.isascii() is False and letter not in _GREEK:
            return Item(self.leaf("mi", letter), ORD, ORD)
        return Item(self.leaf("mi", text), ORD, ORD)

    def word(self) -> Item | None:
        """Letters and digits side by side in an upright or bold font: one word, one element."""
        letters = [self.next()[0]]
        while (token := self.peek()[0]) and (token.isalpha() or token.isdecimal()) and token.isascii():
            letters.append(token)
            self.at += 1
        if len(letters) == 1:
            return self.letter(letters[0])
        text = in_font("".join(letters), self.font, True)
        return Item(self.leaf("mi", text), ORD, ORD, upright=True)

    def symbol(self, symbol: Symbol) -> Item:
        """A sign of the tables."""
        text, tag, cls, kind = symbol
        if tag == "mo":
            if kind == "fence" or text in "↑↓↕⇑⇓⇕":
                return self.operator(text, CLASSES[cls], {"stretchy": "false"})
            return self.operator(text, CLASSES[cls], None, kind if cls == "op" else "")
        if cls == "op":
            return Item(self.leaf("mi", text), OP, OP, -1, kind, True)
        if kind == "upright" and self.font not in ("it", "bi"):
            made = in_font(text, self.font, True)
            attributes = {"mathvariant": "normal"} if made == text else {}
            return Item(self.leaf("mi", made, attributes), ORD, ORD, upright=True)
        if kind == "letter" and self.font == "rm":
            return Item(self.leaf("mi", text, {"mathvariant": "normal"}), ORD, ORD, upright=True)
        return Item(self.leaf("mi", in_font(text, self.font, False)), ORD, ORD)

    # --- scripts ---

    def scripts(self, item: Item) -> Item:
        """Read what follows of primes, `_` and `^`, and hang it on `item`."""
        sub = sup = primes = None
        limits = item.limits
        while True:
            token, offset = self.peek()
            if token == "^":
                if sup is not None:
                    raise Refused(offset, "math-script", "a second superscript on the same base",
                                  "use braces: {x^a}^b or x^{ab}")  # fmt: skip
                self.at += 1
                sup = (primes or "") + self.argument("^", offset, max(SCRIPT, min(self.style + 1, SCRIPTSCRIPT))).tex
            elif token == "_":
                if sub is not None:
                    raise Refused(offset, "math-script", "a second subscript on the same base",
                                  "use braces: {x_a}_b or x_{ab}")  # fmt: skip
                self.at += 1
                sub = self.argument("_", offset, max(SCRIPT, min(self.style + 1, SCRIPTSCRIPT))).tex
            elif token == "'":
                if sup is not None or primes is not None:
                    raise Refused(offset, "math-script", "a prime after a superscript is a second superscript",
                                  "write the prime first: x'^2")  # fmt: skip
                primes = self.primes()
            elif token in (r"\limits", r"\nolimits", r"\displaylimits"):
                if not limits:
                    raise hints.limits(token, offset)
                self.at += 1
                limits = {r"\limits": "always", r"\nolimits": "nolimits"}.get(token, "limits")
            else:
                break
        if sup is None:
            sup = primes
        if sub is None and sup is None:
            return item
        return self.attach(item, sub, sup, limits)

    def primes(self) -> str:
        """Read the primes that come next: their placeholder."""
        count = 0
        while self.take("'"):
            count += 1
        return self.leaf("mo", PRIMES.get(count) or "′" * count, {"lspace": "0", "rspace": "0"})

    def attach(self, item: Item, sub: str | None, sup: str | None, limits: str) -> Item:
        """The item with its scripts, beside it or above and below."""
        stacked = limits == "always" or (limits == "limits" and self.style == DISPLAY)
        self.nested = self.nested or self.style >= SCRIPT or stacked
        if item.mo >= 0:
            leaf = self.leaves[item.mo]
            assert isinstance(leaf, Leaf)
            leaf.attributes["lspace"] = leaf.attributes["rspace"] = "0"  # the space is set around the whole
            if stacked and self.style != DISPLAY:
                leaf.attributes["movablelimits"] = "false"
        base = item.tex
        if item.mo >= 0 and "minsize" in self.leaves[item.mo][2]:  # Chromium sizes a sign only in a row of its own
            base = self.mark(base, "wrap", "mrow")
        tex = f"{{{base}}}"
        if sub is not None:
            tex += f"_{{{sub}}}"
        if sup is not None:
            tex += f"^{{{sup}}}"
        if stacked:
            tag = "mover" if sub is None else "munder" if sup is None else "munderover"
            tex = self.mark(tex, "retag", tag)
        return Item(f"{{{tex}}}", item.left, item.right, -1, "", item.upright)
