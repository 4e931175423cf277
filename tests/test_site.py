"""The static site: valid pages, links that lead somewhere, an index that finds; and the printed page."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from deckgen.searchindex import words
from tests.browser.conftest import need
from tests.test_release import deckgen

ROOT = Path(__file__).parents[1]
VALIDATOR = ROOT / "tests/node/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    deckgen(ROOT, "site", "-o", str(folder), epoch=None)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    deckgen(tmp_path, "new", "deck")
    return tmp_path / "deck"


class Links(HTMLParser):
    """A page's addresses and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)


def test_every_link_leads_somewhere_and_ids_are_used_once(site: Path) -> None:
    pages = {path: Links(path.read_text()) for path in site.rglob("*.html") if path.name != "changelog.html"}
    assert len(pages) > 20
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            if re.match(r"(https?|mailto|data):", link):
                continue
            assert not link.startswith("/"), (path, link)
            address, _, anchor = link.partition("#")
            target = (path.parent / address.partition("?")[0]).resolve() if address else path
            assert target.is_file(), (path, link)
            assert not anchor or anchor in pages[target].ids, (path, link)


def test_every_page_is_valid_html(site: Path) -> None:
    need("" if VALIDATOR.exists() else "vnu-jar is not installed (npm ci in tests/node)")
    pages = [str(path) for path in sorted(site.rglob("*.html")) if path.name != "changelog.html"]
    run = subprocess.run(
        ["java", "-Xss4m", "-jar", VALIDATOR, "--also-check-css", "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        check=True,
    )
    said = {
        (each["message"], each.get("extract", ""))
        for each in json.loads(run.stderr)["messages"]
        if each["type"] == "error"
    }
    assert said == set()


def test_the_site_is_the_same_each_time_and_pages_that_are_gone_go(project: Path) -> None:
    deckgen(project, "site")
    folder = project / "output/site"
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    deckgen(project, "site", seed="7")
    assert before == {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "CNAME").write_text("kept")
    (project / "content/first-steps/more.md").write_text("## What is new? {#new}\n\nThis, and $x^2$.\n")
    deckgen(project, "site")
    assert (folder / "topics/first-steps/more.html").exists()
    (project / "content/first-steps/more.md").unlink()
    deckgen(project, "site")
    assert not (folder / "topics/first-steps/more.html").exists() and (folder / "CNAME").read_text() == "kept"


def test_a_folder_with_other_files_is_not_touched(project: Path) -> None:
    (project / "precious").mkdir()
    (project / "precious/thesis.txt").write_text("years of work")
    done = deckgen(project, "site", "-o", "precious", check=False)
    assert done.returncode == 2 and "holds other files" in done.stderr
    assert [path.name for path in (project / "precious").iterdir()] == ["thesis.txt"]


def test_answers_are_folded_links_between_questions_work_and_gaps_are_closed(project: Path) -> None:
    text = (
        "## One? {#one tags=a level=core}\n\nSee [two](#two), and [nothing](#none).\n\n"
        "## Water boils at {{c1::100}} degrees. {#two .cloze}\n\n## Which? {#three .choice}\n\n- [x] yes\n- [ ] no\n"
    )
    (project / "content/first-steps/more.md").write_text(text)
    deckgen(project, "site")
    page = (project / "output/site/topics/first-steps/more.html").read_text()
    assert '<a href="#two">two</a>' in page and "nothing." in page and "→" not in page
    asked, answer = re.search(r'<article[^>]*id="two".*?</article>', page, re.S)[0].split("<summary>Answer</summary>")
    assert "100" not in asked and "[…]" in asked and '<span class="cloze">100</span>' in answer
    asked, answer = re.search(r'<article[^>]*id="three".*?</article>', page, re.S)[0].split("<summary>Answer</summary>")
    assert "yes" in asked and 'class="right"' not in asked and 'class="right"' in answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"$\beta_1$ and \nabla", ["beta", "and", "nabla"]),
        ("Größe, naïve Bayes", ["grosse", "naive", "bayes"]),
        ("x y z, 3.14", ["14"]),
        ("深度学习 model", ["深度学习", "model"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_the_index_finds_every_question_by_a_word_of_its_heading(site: Path) -> None:
    def read(name: str) -> object:
        text = (site / f"search/{name}.js").read_text()
        return json.loads(text[text.index(",") + 1 : -3])

    known = read("known")
    rows = [
        row for start in range(0, known["count"], known["chunk"]) for row in read(f"list-{start // known['chunk']}")
    ]
    assert len(rows) == known["count"] > 500
    for number in range(0, len(rows), 97):
        word = max(words(rows[number][1]), key=len)
        assert number in read(f"words-{word[:2]}")[word][0]
    assert max(path.stat().st_size for path in (site / "search").iterdir()) < 200_000


def test_the_printed_page_is_one_file_with_everything_in_it(project: Path) -> None:
    done = deckgen(project, "build", "--format", "html")
    path = project / done.stdout.split(":")[0]
    page = Links(path.read_text())
    assert path.suffix == ".html" and {"question-id", "boiling-water"} <= set(page.ids)
    assert all(link.startswith(("#", "http", "mailto", "data:")) for link in page.links)
    assert "<details" not in path.read_text()
