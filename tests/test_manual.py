"""The manual and the page made of it: up to date, complete, and in need of nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from docs.manual_page import CHECKS, LARGEST, MANUAL, PAGE, anchor_of, manual_page, render
from docs.scenes import SCENES
from docs.scenes_of_work import SCENES_OF_WORK
from docs.take_pictures import FOLDER, README_PICTURE, take_all

SOURCE = MANUAL.read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[[^\]]+\]\(pictures/([^)]+)\.png\)", SOURCE)
LARGEST_PICTURES = 3_000_000


class _Tags(HTMLParser):
    """Checks that tags are closed in the order in which they were opened, and collects what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.references += [value or "" for name, value in attributes if name in {"href", "src"}]
        if tag not in {"meta", "img", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_that_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m docs.manual_page"


def test_that_the_page_is_well_formed_and_refers_to_nothing_outside() -> None:
    tags = _Tags()
    tags.feed(PAGE.read_text(encoding="utf-8"))
    assert tags.open == []
    assert len(tags.references) >= 90
    assert all(reference.startswith(("#", "data:image/png;base64,")) for reference in tags.references)


def test_that_page_and_pictures_are_small() -> None:
    assert PAGE.stat().st_size <= LARGEST
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= LARGEST_PICTURES


def test_that_every_picture_is_there_named_once_and_drawn_by_a_scene() -> None:
    drawn = {*SCENES, *SCENES_OF_WORK} - {"window"}
    assert sorted(PICTURES) == sorted(drawn)
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.png" for name in drawn}
    for file in (*FOLDER.iterdir(), README_PICTURE):
        assert not QImage(str(file)).isNull()


def test_that_the_list_of_checks_is_part_of_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for title in re.findall(r"^### (.+)$", CHECKS.read_text(encoding="utf-8"), re.MULTILINE):
        assert f'<h4 id="{anchor_of(title)}">' in page


def test_that_it_answers_at_least_twenty_questions() -> None:
    questions = SOURCE.partition("## 常见问题")[2].partition("\n## ")[0]
    assert questions.count("\n#### ") >= 20


@pytest.mark.parametrize(
    "source", ["# 册\n\n见[那里](#没有)。\n", "# 册\n\n见[网站](https://example.org)。\n", "# 册\n\n## 册\n"]
)
def test_that_a_lost_link_or_a_second_section_of_one_name_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"lead nowhere|two sections"):
        manual_page(f"# 册\n\n{source}\n", "")


def test_that_words_keys_tables_and_notes_are_rendered() -> None:
    page = manual_page("# 册\n\n按 `F8` 或「下一处」，\n再看<这里>。\n\n|键|作用|\n|---|---|\n|a|b|\n", "# 检查\n")
    assert '<p>按 <span class="key">F8</span> 或<span class="ui">「下一处」</span>，再看&lt;这里&gt;。</p>' in page
    assert '<table border="1"' in page
    assert '<h2 id="检查">检查</h2>' in page


def test_that_the_contents_nest_sections_in_chapters() -> None:
    page = manual_page("# 册\n\n## 甲\n\n### 一\n\n### 二\n\n#### 问\n\n## 乙\n", "")
    contents = re.sub(r"<a [^>]*>|</a>|\n", "", page.partition("<nav>")[2].partition("</nav>")[0])
    assert contents == "<ul><li>甲<ul><li>一</li><li>二</li></ul></li><li>乙</li></ul>"


def test_that_a_picture_is_the_same_each_time(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp()))
    folders = [tmp_path_factory.mktemp("pictures") for _ in range(2)]
    taken = [take_all(folder, folder / "window.png", ["versions"]) for folder in folders]
    assert [file.name for file in taken[0]] == ["versions.png"]
    assert taken[0][0].read_bytes() == taken[1][0].read_bytes()
    assert QImage(str(taken[0][0])).width() > 600
