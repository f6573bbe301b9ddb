"""Reports as hypothesis draws them: everything that a report may hold, sensible or not."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from model.cells import CellRef, Value
from model.report import Edit, EditKind, Explanation, Level, Report, Scope

TEXT_KEYS = ("overview", "problems", "others", "title", "preface", "closing")

values: st.SearchStrategy[int | Decimal] = st.integers(-9, 999_999_999) | st.decimals(0, 999_999_999, places=6)
names = st.sampled_from([CellRef("requests", row, key) for row in ("new", "granted") for key in ("natural", "total")])
refs = names | st.sampled_from([CellRef("a", "b", "c"), CellRef("附", "表", "格")])
clean_texts = st.text(st.sampled_from('收到9件，\n\t{}/"\\𠮷\u2028'), max_size=8)
any_texts = clean_texts | st.text(st.characters(), max_size=4)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | clean_texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(clean_texts, inner, max_size=2),
    max_leaves=4,
)
unknown = st.dictionaries(st.sampled_from(["custom", "附件", "a/b"]), json_values, max_size=2)


def reports(texts: st.SearchStrategy[str] = any_texts, depth: int = 1) -> st.SearchStrategy[Report]:
    """Reports with ``texts`` everywhere and up to ``depth`` years before them."""
    figures: st.SearchStrategy[dict[str, Value]] = st.dictionaries(refs.map(str), st.none() | values, max_size=2)
    return st.builds(
        Report,
        form_id=st.sampled_from(["2021", "2019"]),
        office=texts,
        year=st.integers(2008, 2100),
        level=st.none() | st.sampled_from(Level),
        scope=st.none() | st.sampled_from(Scope),
        cells=st.dictionaries(refs, values, max_size=4),
        as_printed=st.dictionaries(refs, texts, max_size=2),
        texts=st.dictionaries(st.sampled_from(TEXT_KEYS), texts, max_size=4),
        notes=st.dictionaries(refs, texts, max_size=2),
        explanations=st.dictionaries(texts, st.builds(Explanation, text=texts, values=figures), max_size=2),
        dismissed=st.frozensets(texts, max_size=2),
        previous=reports(texts, depth - 1) | st.none() if depth else st.none(),
        source=texts,
        extra=unknown,
    )


typing = st.builds(
    lambda cells: Edit(EditKind.TYPING, cells=cells), st.dictionaries(names, st.none() | values, max_size=3)
)
marking = st.builds(
    lambda ref, mark: Edit(EditKind.TYPING, cells={ref: None}, as_printed={ref: mark}),
    names,
    st.sampled_from(["/", "无"]),
)
writing = st.builds(
    lambda key, text: Edit(EditKind.TEXT, texts={key: text}), st.sampled_from(["overview", "problems"]), any_texts
)
noting = st.builds(lambda ref, note: Edit(EditKind.NOTE, notes={ref: note}), names, any_texts)
explaining = st.builds(
    lambda key, text: Edit(
        EditKind.EXPLANATION, explanations={key: text and Explanation(text, {"a.b.c": Decimal("0.5")})}
    ),
    st.sampled_from(["Y1:a", "A1:b/c"]),
    st.none() | any_texts.filter(bool),
)
dismissing = st.builds(
    lambda key, on: Edit(EditKind.DISMISSAL, dismissed={key: on}), st.sampled_from(["C1:x/y"]), st.booleans()
)
naming = st.builds(lambda office: Edit(EditKind.PROPERTY, properties={"office": office}), any_texts)
edits: st.SearchStrategy[Edit] = typing | marking | writing | noting | explaining | dismissing | naming
