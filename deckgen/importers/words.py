"""How questions, answers and headings look: small tests on one line, shared by all shapes of documents."""

from __future__ import annotations

import re

_ASKS = (
    "what|why|how|when|where|which|who|whose|is|are|was|were|does|do|did|can|could|should|would|will|has|have|"
    "explain|describe|define|derive|compare|contrast|discuss|list|name|give|prove|show|state|write|implement|"
    "suppose|assume|imagine|consider|tell|walk|outline|sketch|calculate|compute|estimate|distinguish|differentiate|"
    "mention|summari[sz]e|in what|in which|under what|under which|for which|for what|to what|if|given|you|your|"
    "design|find|evaluate|interpret|identify|elaborate"
)
ASKING = re.compile(rf"(?:{_ASKS})\b", re.I)
_NUMBER = re.compile(
    r"^(?:(?:question|ques|q)\s*\.?\s*(?:\d+[a-z]?\s*[.:)\]\-–—]+|[.:)]+)\s*|q\d+[a-z]?\s+|\(?\d+(?:\.\d+)*\s*\\?[.):\]]+\s*"
    r"|\[\d+\]\s*|\d+(?:\.\d+)+\s+|\d+\s*[-–—]\s+)(?=\S)",
    re.I,
)
GENERIC = re.compile(r"(?:question|problem|exercise|q|card)?\s*[#№]?\s*\d+\s*[.:)]?", re.I)
ANSWER = re.compile(
    r"^(?P<lead>[ \t]*(?:[-*+][ \t]+)?)(?P<mark>\*\*|__|\*|_)?[ \t]*(?:(?:short|model|sample|detailed|full)\s+)?"
    r"(?:answer|ans|a|solution|sol)[ \t]*\d*[ \t]*(?:(?P<inner>[.:)])[ \t]*(?P=mark)|(?(mark)(?P=mark))[ \t]*[:.)])"
    r"[ \t]*",
    re.I,
)
ANSWER_TITLE = re.compile(r"(?:show |see |view |click (?:to|for) .*)?(?:the )?(?:answer|solution)s?\s*[.:!]?", re.I)
_PLACEHOLDER = re.compile(
    r"[\W_]*(?:to be (?:filled|written|added|answered|done|completed)(?: in)?|todo|to do|tbd|tba|coming soon|"
    r"no answer(?: yet)?|answer here|your answer(?: here)?|add answer|wip|n/?a|n\W?a)?[\W_]*",
    re.I,
)


def bare(title: str) -> str:
    """A heading's or question's text without number, bold marks and anchors around it."""
    text = re.sub(r"<a\b[^<>]*>\s*</a>", "", title).strip()
    text = re.sub(r"\s*\{#[\w-]+\}$", "", text)
    for _ in range(3):
        before = text
        for mark in ("**", "__"):
            if len(text) > 4 and text.startswith(mark) and text.endswith(mark) and text.count(mark) == 2:
                text = text[2:-2].strip()
        shorter = _NUMBER.sub("", text, count=1).strip()
        text = shorter or text
        for mark in ("**", "__"):  # "**1.** What"
            if text.startswith(mark) and text.count(mark) == 2 and (number := _bold_number(text, mark)):
                text = number
        if text == before:
            break
    return text


def _bold_number(text: str, mark: str) -> str:
    inside, _, rest = text[2:].partition(mark)
    return rest.strip() if rest.strip() and GENERIC.fullmatch(inside.strip()) else ""


def asks(title: str) -> bool:
    """Whether a line asks something: a question mark at its end, or a word that questions begin with."""
    text = bare(title).strip(" *_`\"'")
    return bool(text) and (text.rstrip(" *_)\"'").endswith(("?", "？")) or bool(ASKING.match(text)))


def numbered(title: str) -> bool:
    """Whether a heading says that it is a question by its number alone: "Question 12", "Q3: Bagging"."""
    return bool(re.match(r"(?:question|q)\s*\.?\s*\d+\b|q\s*[:.)]", title.strip(" *_"), re.I))


def placeholder(text: str) -> bool:
    """Whether an answer says only that there is none yet."""
    return len(text) < 80 and bool(_PLACEHOLDER.fullmatch(re.sub(r"<!--.*?-->", "", text, flags=re.S).strip()))
