"""Draw every formula of tests/cases/mathml beside MathJax's rendering: a page to look at, row by row.

    python tools/contact_sheet.py OUT.html [WORD…]      only files whose name holds one of the words

Needs tests/node/node_modules (npm ci in tests/node). Open the page in any browser, or let one take its picture:
chromium --headless=new --no-sandbox --hide-scrollbars --window-size=1100,N --screenshot=OUT.png file://…/OUT.html
"""

from __future__ import annotations

import html
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckgen.formulas import WRAPPER  # noqa: E402
from deckgen.mathml import Fault, convert  # noqa: E402
from tests.mathml_cases import formulas  # noqa: E402

HEAD = f"""<!doctype html><html><head><meta charset="utf-8"><title>Formulas</title><style>
@font-face {{font-family: "Deckgen Math"; src: url({(ROOT / "templates/fonts/deckgen-math.woff2").as_uri()})}}
math {{font-family: "Deckgen Math"}}
body {{font: 16px/1.4 serif; margin: 8px}} table {{border-collapse: collapse; width: 100%; table-layout: fixed}}
td {{border: 1px solid #bbb; padding: 4px 8px; vertical-align: middle; overflow-wrap: anywhere}}
td.tex {{font: 11px/1.2 monospace; width: 28%}} .ours, .mathjax {{font-size: 21px}}
.math {{{WRAPPER}}}
</style><script>
window.MathJax = {{tex: {{inlineMath: [['\\\\(', '\\\\)']], packages: {{'[-]': ['noundefined']}}}},
  svg: {{fontCache: 'none'}}, options: {{enableMenu: false}}}};
</script><script src="{(ROOT / "tests/node/node_modules/mathjax/es5/tex-svg-full.js").as_uri()}"></script></head><body>
"""


def page(cases: list[tuple[str, bool]]) -> str:
    """The page: (TeX, display) -> a row of TeX, our MathML, MathJax's SVG."""
    rows = []
    for tex, display in cases:
        made = convert(tex, display)
        ours = f"refused: {made.message}" if isinstance(made, Fault) else made
        ours = f'<div class="math">{ours}</div>' if display else ours
        theirs = f"\\[{tex}\\]" if display else f"\\({tex}\\)"
        rows.append(
            f'<tr><td class="tex mathjax_ignore">{html.escape(tex)}</td>'
            f'<td class="ours">{ours}</td><td class="mathjax">{html.escape(theirs)}</td></tr>'
        )
    return f"{HEAD}<table>{''.join(rows)}</table></body></html>"


def main() -> None:
    """Write the page."""
    out, *words = sys.argv[1:]
    found = formulas(*words)
    Path(out).write_text(page(found), encoding="utf-8")
    print(f"{len(found)} formulas: {out}")


if __name__ == "__main__":
    main()
