"""Documents as people write them become question files."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.importers.piece import Found
from deckgen.problem import Problem
from tests.casefile import cases, expect
from tests.importing import document, imported, project, shown
from tests.shipped import shipped

NOTETYPES = shipped()


@cases("import")
def test_import(case, request):
    expect(case, shown(document(case.text)), request)


def as_files(plan) -> dict[str, str]:
    return {path: data.decode() for path, data in plan.files if path.endswith(".md")}


ANSWERS = (
    "- Variance is {n} and bias is $b_{n}$.\n  - nested {n}, α ≤ β·γ\n    1. deeper {n}\n    2. deepest {n}",
    "It is \\(x_{n}^2\\) at ∑ᵢ xᵢ ≥ {n}.\n\n```python\n# **7. no question {n}**\nprint({n})\n```\n\n- after {n}",
    "- One point {n}.\n\n\\[\n\\frac{{a}}{{{n}}}\n\\]\n\n| a{n} | b{n} |\n|---|---|\n| 1 | 2 |",
)


def long_document(questions: int = 500, sections: int = 16) -> str:
    lines = ["# Interview questions", "", "An introduction of one line.", ""]
    for number in range(1, questions + 1):
        if (number - 1) * sections // questions != (number - 2) * sections // questions:
            lines += [f"## {number}. Section of {number}", ""]
        answer = ANSWERS[number % len(ANSWERS)].format(n=number)
        lines += [f"**{number}. What is meant by thing number {number}?**", "", answer, ""]
    return "\n".join(lines)


def words(text: str) -> set[str]:
    text = re.sub(r"\\[()\[\]]|\$+|[*`|]", " ", text)
    return set(re.findall(r"\w[\w^{}\\.]*", text))


def test_500_questions_in_16_sections_without_a_line_lost():
    text = long_document()
    start = time.perf_counter()
    plan = document(text)
    took = time.perf_counter() - start
    assert plan.summary == "500 questions in 16 topics"
    assert plan.problems == ()
    written = "\n".join(as_files(plan).values())
    lines = [re.sub(r"^[\s>]*(?:#+ (?:\d+\. )?|\*\*\d+\. |\d+\. )?|\*\*$", "", line) for line in text.split("\n")]
    held = words(written)
    missing = [line for line in lines if words(line) - held]
    assert missing == []
    assert written.count("# **7. no question") == 166 + (500 % 3 >= 1)
    assert took < 5
    assert imported_again(text, plan) == "0 questions in 0 topics, 500 already there"


def imported_again(text: str, plan) -> str:
    again = document(text, files=as_files(plan))
    assert again.files == ()
    return again.summary


def test_what_the_author_has_is_never_lost_or_doubled():
    text = "## Trees\n\n**1. What is a tree?**\n\n- A graph.\n\n**2. Why prune?**\n\n- To generalise.\n"
    files = as_files(document(text))
    (path,) = files
    mine = files[path].replace("A graph.", "A graph without cycles.") + "\n## My own? {#own}\n\nYes.\n"
    mine = mine.replace("\n", "\r\n")
    plan = document(text + "\n**3. What is a leaf?**\n\n- An end.\n", files={path: mine})
    ((again, data),) = plan.files
    assert again == path and data.decode().startswith(mine)
    assert data.decode().replace("\r\n", "\n")[len(mine.replace("\r\n", "\n")) :] == (
        "\n## What is a leaf? {#what-is-a-leaf}\n\n- An end.\n"
    )
    assert [problem.code for problem in plan.problems] == ["differs"]
    assert plan.summary == "1 question in 1 topic, 2 already there"


def test_a_file_that_would_read_the_new_questions_otherwise_is_left_alone():
    text = "## Trees\n\n**1. What is a tree?**\n\n- A graph.\n"
    old = {"content/source/trees.md": "---\nlevel: basic\n---\n\n## Other? {#other}\n\nYes.\n"}
    assert [path for path, _ in document(text, files=old).files] == ["content/source/trees-2.md"]


HTML = """It <script>alert(1)</script> is <font color="red">red</font> `<script>` and a < b && c > d $x<y$ <kbd>K</kbd>

```html
<script>ok</script>
```

- [a](https://x.org/?a=1&b=2) <iframe src="https://evil"></iframe> <https://y.org/?a=1&b=2> &amp;lt; $a<b>c$ end

> quote & more"""


@pytest.mark.parametrize("allow_html", [False, True])
def test_html_in_markdown_is_text_or_gone_and_nothing_else_is_touched(allow_html):
    plan = document(f"## What is x?\n\n{HTML}\n", allow_html=allow_html)
    ((_, data),) = plan.files
    written = data.decode().partition("{#what-is-x}\n\n")[2].rstrip("\n")
    if allow_html:
        wanted = HTML.replace("<script>alert(1)</script>", "", 1).replace(' <iframe src="https://evil"></iframe>', " ")
        wanted = wanted.replace("a < b", "a &lt; b")
    else:
        wanted = HTML.replace("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>", 1)
        wanted = wanted.replace('<iframe src="https://evil"></iframe>', '&lt;iframe src="https://evil">&lt;/iframe>')
    assert written == wanted.replace('<font color="red">red</font>', "red")
    assert [problem.code for problem in plan.problems] == ["html"]


PIECES = st.sampled_from(
    """# A|## B?|### C|#### Hint|**1. What?**|**2. Why**|1. What is it?|2. and|- x?|- y|  - z|Q: a|A: b|**A:** c
<details><summary>q?</summary>|</details>|```|```python|~~~|    code|---|===|$x$|$$|\\(a_1\\)|\\[b|\\]|<!--|-->
[a](#b)|![p](q.png)|[r]: http://x.y|[^1]|[^1]: note|<script>|<b>|{{c1::x}}|{#id}|| |\t|> q|\x0c|$\\frac{1$|`x|* * *
_a_|Answer: to be written|&lt;|\\|\x85|\u2028|## Q {#q .cloze}|Ärger?|## 中文|**3. x?** y|- **Answer**: z""".replace(
        "\n", "|"
    ).split("|")
)
DOCUMENTS = st.one_of(st.lists(PIECES, max_size=25).map("\n".join), st.text(max_size=200))


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_no_document_raises_and_importing_again_changes_nothing(text):
    plan = document(text)
    assert all(isinstance(problem, Problem) for problem in plan.problems)
    if any(problem.level == "error" for problem in plan.problems):
        assert plan.files == ()
        return
    files = as_files(plan)
    held = project(files)
    assert sum(len(topic.questions) for topic in held.topics) == plan.questions
    again = document(text, files=files)
    assert (again.files, again.questions, again.there) == ((), 0, plan.questions)
    assert errors_of(held) == []


def errors_of(held) -> list[Problem]:
    from deckgen.build import build
    from deckgen.ledger import Ledger

    return [problem for problem in build(held, Ledger("demo"), 1)[1] if problem.level == "error"]


def test_nothing_is_imported_from_nothing():
    assert imported_again("", document("")) == "0 questions in 0 topics"
    assert imported(Found()).files == ()


TEXTS = """# A {}|## What {}?|### C {}|#### Hint|**1. What {}?**|**2. Why {}** so {}|1. What is {}?|2. and {}|- x {}?
- y {}|  - z {}|Q: a {}|A: b {}|**A:** c {}|text {}|> q {}||<details><summary>q {}?</summary>|</details>|   {}
\\(a_{{}}\\)|\\[ {} \\]|$${}$$|_a {}_|`c {}`|<b>{}</b>|<div>{}</div>|Title {}¶---|**{}?** y {}|- **Answer**: z {}
```¶{}¶```|<!-- {}|~~~~¶# {}¶~~~|{} -->|[^n]|![p](http://x.y/{}.png)|![p](a{}.png)|{}¶===|Question {}|Answer: {}
[a {}](#b)|    {}|\t{}|* * *|***{}***|1) {}|10. How {}|Q1. {}?|- ```¶  {}¶  ```|> ```¶> {}¶> ```
+ a {}¶+ b?|{{c1::{}}}|| Question | Answer | More {} |¶|---|---|---|¶| What {}? | b {} | c |¶| {} |
- {}¶    - What {}?¶    - {}
### What {}? [a](http://x.y)|Table of contents {}¶===|1. [A {}](#a)¶2. [B {}](#b)¶3. not {}""".replace("\n", "|").split(
    "|"
)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=25))
def test_no_word_is_lost(lines):
    text = "\n".join(line.replace("{}", f"w{number}w").replace("¶", "\n") for number, line in enumerate(lines))
    plan = document(text)
    written = "\n".join(f"{path} {data.decode()}" for path, data in plan.files) + "\n".join(map(str, plan.problems))
    lost = [word for word in re.findall(r"w\d+w", text) if word not in written]
    left_out = any(problem.code == "not-a-question" for problem in plan.problems)
    assert lost == [] or (left_out and not plan.questions), written
