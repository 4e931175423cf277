"""Raw HTML in Markdown: a short list of elements passes, everything else is a problem; scripts never."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What Markdown itself makes, and what authors need beyond it.
MADE = (
    "a blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong sup table tbody td th thead "
    "tr ul"
)
MORE = "abbr b bdi bdo caption cite del details dfn figcaption figure i ins kbd mark q s small sub summary u var"
ALLOWED = frozenset(f"{MADE} {MORE}".split())
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
    "span": {"data-id"},
}
SCHEMES = {"http", "https", "mailto"}
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z][\w:-]*)([^<>]*)>?")
_HANDLER = re.compile(r"[\s/\"'](on\w+)\s*=", re.I)


def forbidden(html: str) -> Iterator[str]:
    """Yield what `clean` would take out: element names ("<script>") and event handlers ("onclick=")."""
    for found in _TAG.finditer(html):
        if found[1].lower() not in ALLOWED:
            yield f"<{found[1].lower()}>"
        for handler in _HANDLER.finditer(found[2]):
            yield f"{handler[1].lower()}="


def clean(html: str) -> str:
    """The same HTML with allowed elements, attributes and link schemes only, tags balanced."""
    import nh3  # noqa: PLC0415 - only needed where an author wrote HTML

    return nh3.clean(
        html,
        tags=set(ALLOWED),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        filter_style_properties={"text-align"},
    )
