# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1", "latex2mathml==3.81.1"]
# ///
"""Make templates/fonts/deckgen-math.woff2: STIX Two Math, cut down to what our formulas can hold.

    npm pack @fontsource/stix-two-math@5.3.0 && tar xf fontsource-stix-two-math-5.3.0.tgz
    uv run tools/math_font.py package/files/stix-two-math-latin-400-normal.woff2

The same font gives the same bytes: fixed versions above, no date inside. The result is renamed, since it is changed.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otTables import MathGlyphConstruction, MathGlyphVariantRecord

ROOT = Path(__file__).resolve().parent.parent
NAME = "Deckgen Math"


def characters() -> set[int]:
    """Every character that deckgen.mathml can put into a formula, Latin text and Greek included."""
    sys.path.insert(0, str(ROOT))
    from deckgen.mathml import letters, reader, stacks, symbols  # noqa: PLC0415

    signs = {sign for symbol in [*symbols.COMMANDS.values(), *symbols.CHARACTERS.values()] for sign in symbol.text}
    signs |= {sign for alphabet in letters.ALPHABETS.values() for sign in alphabet.values()}
    signs |= {sign for table in (stacks.ACCENTS, stacks.WIDE_ABOVE, stacks.WIDE_BELOW, stacks.BRACES,
                                 stacks.X_ARROWS) for text in table.values() for sign in text}  # fmt: skip
    struck = (unicodedata.normalize("NFC", f"{sign}\u0338") for sign in signs)
    signs |= {sign for sign in struck if len(sign) == 1}
    signs |= set("".join(reader.PRIMES.values())) | set("ˆ˜ˇϴ‐–—‘’“”•…€\u00a0\u2002\u2003\u2005\u2009\u0338")
    codes = {ord(sign) for sign in signs} | set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x391, 0x3CA))
    # The engines make letters italic by themselves, and turn bold ones as asked.
    return codes | set(range(0x1D400, 0x1D800))


def redraw(font: TTFont, source: str, new: str, transform: tuple[float, ...], advance: int | None = None) -> int:
    """Draw glyph `source`, transformed, as `new` (which may be itself); return its advance width in units."""
    glyphs = font.getGlyphSet()
    pen = TTGlyphPen(None)
    flat = DecomposingRecordingPen(glyphs)
    glyphs[source].draw(flat)
    flat.replay(TransformPen(pen, transform))
    glyph = pen.glyph()
    if new not in font.getGlyphOrder():
        font.setGlyphOrder([*font.getGlyphOrder(), new])
    font["glyf"][new] = glyph
    glyph.recalcBounds(font["glyf"])
    width = glyph.xMax if advance is None else advance
    font["hmtx"][new] = (width, glyph.xMin)
    return width


def widen(font: TTFont) -> None:
    """Let the spacing accents ˆ ˜ ˇ grow: STIX has wide forms only of the combining ones."""
    variants = font["MATH"].table.MathVariants
    known = dict(zip(variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction, strict=True))
    cmap = font.getBestCmap()
    for spacing, combining in ((0x2C6, 0x302), (0x2DC, 0x303), (0x2C7, 0x30C)):
        construction = MathGlyphConstruction()
        construction.GlyphAssembly = None
        construction.MathGlyphVariantRecord = []
        for number, record in enumerate(known[cmap[combining]].MathGlyphVariantRecord):
            name, advance = cmap[spacing], font["hmtx"][cmap[spacing]][0]
            if number:
                name = f"{cmap[spacing]}.wide{number}"
                left = font["glyf"][record.VariantGlyph].xMin
                advance = redraw(font, record.VariantGlyph, name, (1, 0, 0, 1, -left, 0))
            wide = MathGlyphVariantRecord()
            wide.VariantGlyph, wide.AdvanceMeasurement = name, advance
            construction.MathGlyphVariantRecord.append(wide)
        construction.VariantCount = len(construction.MathGlyphVariantRecord)
        known[cmap[spacing]] = construction
    order = sorted(known, key=font.getGlyphID)
    variants.HorizGlyphCoverage.glyphs = order
    variants.HorizGlyphConstruction = [known[name] for name in order]
    variants.HorizGlyphCount = len(order)


def join_arrows(font: TTFont) -> None:
    """Say on which side the head of a long arrow joins its shaft: STIX has it the wrong way round for →."""
    variants = font["MATH"].table.MathVariants
    for construction in variants.HorizGlyphConstruction:
        for part in construction.GlyphAssembly.PartRecords[-1:] if construction.GlyphAssembly else ():
            if part.PartFlags == 0 and part.StartConnectorLength == 0:
                part.StartConnectorLength, part.EndConnectorLength = part.EndConnectorLength, 0


def lengthen_bars(font: TTFont) -> None:
    """Give | and ‖ larger forms: STIX joins two overlapping ones, which shows."""
    variants = font["MATH"].table.MathVariants
    axis = font["MATH"].table.MathConstants.AxisHeight.Value
    for code in (0x7C, 0x2016):
        base = font.getBestCmap()[code]
        at = variants.VertGlyphCoverage.glyphs.index(base)
        records = variants.VertGlyphConstruction[at].MathGlyphVariantRecord
        shape = font["glyf"][base]
        middle, height = (shape.yMax + shape.yMin) / 2, shape.yMax - shape.yMin
        for number, size in enumerate((1200, 1500, 1800, 2100, 2400, 2700, 3000, 3600), 1):
            name = f"{base}.long{number}"
            factor = size / height
            redraw(font, base, name, (1, 0, 0, factor, 0, axis - middle * factor), font["hmtx"][base][0])
            record = MathGlyphVariantRecord()
            record.VariantGlyph, record.AdvanceMeasurement = name, size
            records.append(record)
        variants.VertGlyphConstruction[at].VariantCount = len(records)


def stretch_radicals(font: TTFont) -> None:
    """Give √ many heights of one width.

    STIX jumps from 1.19 to 1.86 em, so the sign hangs far below √(1−β); Chromium keeps room for the widest behind each.
    """
    variants = font["MATH"].table.MathVariants
    base = font.getBestCmap()[0x221A]
    construction = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(base)]
    shape, advance = font["glyf"][base], font["hmtx"][base][0]
    bottom, height = shape.yMin, shape.yMax - shape.yMin
    constants = font["MATH"].table.MathConstants
    records = construction.MathGlyphVariantRecord[:1]
    for number, size in enumerate(
        (1300, 1420, 1550, 1700, 1860, 2050, 2300, 2600, 2950, 3400, 4000, 4800, 5800, 7000), 1
    ):
        name = f"{base}.tall{number}"
        redraw(font, base, name, (1, 0, 0, 1, 0, 0), advance)
        drawn = font["glyf"][name]
        # The stub of the bar keeps its thickness; what is below it stretches.
        thick = constants.RadicalRuleThickness.Value + 10
        factor = (size - thick) / (height - thick)
        for index, (x, y) in enumerate(drawn.coordinates):
            below = y < bottom + height - thick
            drawn.coordinates[index] = (x, round(bottom + (y - bottom) * factor) if below else y + size - height)
        drawn.recalcBounds(font["glyf"])
        record = MathGlyphVariantRecord()
        record.VariantGlyph, record.AdvanceMeasurement = name, size
        records.append(record)
    construction.MathGlyphVariantRecord, construction.VariantCount = records, len(records)
    construction.GlyphAssembly = None
    constants.RadicalVerticalGap.Value = 110


def lower_primes(font: TTFont) -> None:
    """Draw primes for the place where MathML has them, in a superscript: larger and lower, as TeX's fonts do."""
    constants = font["MATH"].table.MathConstants
    scale, shift = 100 / constants.ScriptPercentScaleDown, constants.SuperscriptShiftUp.Value
    for code in (0x2032, 0x2033, 0x2034, 0x2057, 0x2035):
        name = font.getBestCmap()[code]
        advance = round(font["hmtx"][name][0] * scale)
        redraw(font, name, name, (scale, 0, 0, scale, 0, -(shift - 60) * scale), advance)


def main(source: str) -> None:
    """Read the font at `source`, write the subset beside its licence."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["ssty", "dtls", "flac", "rtlm", "kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    font.getGlyphSet()
    join_arrows(font)
    widen(font)
    lengthen_bars(font)
    lower_primes(font)
    stretch_radicals(font)
    constants = font["MATH"].table.MathConstants
    constants.StretchStackTopShiftUp.Value = 560  # labels of arrows nearer to the arrow, as TeX sets them
    constants.StretchStackBottomShiftDown.Value = 500
    constants.FractionNumeratorShiftUp.Value = 480  # fractions in a line of text do not push the lines apart
    constants.FractionDenominatorShiftDown.Value = 430
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4):
            record.string = NAME
        elif record.nameID == 6:
            record.string = NAME.replace(" ", "")
    out = ROOT / "templates" / "fonts" / "deckgen-math.woff2"
    font.flavor = "woff2"
    font.save(out)
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size / 1000:.0f} kB, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main(sys.argv[1])
