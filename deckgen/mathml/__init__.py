"""TeX to MathML that is never silently wrong: `convert` gives MathML Core or a `Fault`, nothing else."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from deckgen.mathml.fault import Fault

__all__ = ["Fault", "convert"]


def convert(tex: str, display: bool, macros: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> str | Fault:
    """Return `<math …>…</math>` for one formula (TeX without its dollars), or the Fault that says why not."""
    from latex2mathml.converter import Converter

    try:
        made = Converter(display="block" if display else "inline").convert(tex)
    except Exception as error:
        return Fault(0, "math-command", f"this formula cannot be read ({type(error).__name__})")
    alttext = "".join(f"&#{ord(c)};" if c in "{}\\" else html.escape(c) for c in tex.strip())
    return made.replace("<math ", f'<math alttext="{alttext}" ', 1)
