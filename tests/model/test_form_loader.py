"""Reading a format of the annual report and finding everything wrong with it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.cells import CellRef, FigureKind
from model.form import BasisKind, Severity
from model.form_loader import FormFileError, form_for_year, load_form, read_form
from model.layout import CellRole
from model.report import Level, Scope

TABLE = """
id = "t"
notice = "n"
first_year = 2030

[[sections]]
key = "s"
kind = "table"
title = "一、表"
short_title = "表"

[[tables]]
key = "t"
name = "表"
section = "s"
arrangement = "matrix"
column_weights = [1, 1, 1, 1]

[[tables.blocks]]

[[tables.blocks.columns]]
key = "a"
label = "甲"

[[tables.blocks.columns]]
key = "b"
label = "乙"

[[tables.blocks.columns]]
key = "total"
label = "总计"
computed = true

[[tables.blocks.rows]]
key = "one"
label = "一"
name = "一"

[[tables.blocks.rows]]
key = "two"
label = "二"
name = "二"

[[formulas]]
table = "t"
target = "total"
expression = "a + b"
check = "K1"

[[checks]]
id = "K1"
title = "总计"
severity = "error"
section = "s"
predicate = "printed_totals"
message = "{parts}"
basis = "按表推算"
clause = "c"
"""


def problems_of(tmp_path: Path, text: str) -> str:
    path = tmp_path / "form.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormFileError) as caught:
        read_form(path)
    assert caught.value.sentence.endswith("）")
    return "\n".join(caught.value.problems)


def test_that_a_small_form_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_text(TABLE, encoding="utf-8")
    form = read_form(path)
    assert [str(ref) for ref in form.cells] == [
        "t.one.a",
        "t.one.b",
        "t.one.total",
        "t.two.a",
        "t.two.b",
        "t.two.total",
    ]
    assert form.tables["t"].layout.header_rows == 1


def test_that_the_current_form_has_its_200_printed_figures_and_four_subtotals() -> None:
    form = load_form("2021")
    by_table = {key: len(table.layout.by_ref) for key, table in form.tables.items()}
    assert by_table == {"proactive": 10, "requests": 175, "appeals": 15}
    unprinted = {ref.row for ref, cell in form.cells.items() if not cell.printed}
    assert unprinted == {"denied_all", "unavailable_all", "not_processed_all", "other_all"}


@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_that_every_printed_grid_is_covered_exactly_once(form_id: str) -> None:
    for table in load_form(form_id).tables.values():
        layout = table.layout
        assert len(layout.by_position) == layout.row_count * layout.column_count
        assert sum(cell.width * cell.height for cell in layout.cells) == len(layout.by_position)
        assert len(layout.column_weights) == layout.column_count


def test_that_the_application_table_merges_its_labels_as_printed() -> None:
    layout = load_form("2021").tables["requests"].layout
    spans = {(cell.text, cell.height, cell.width) for cell in layout.cells if cell.text}
    assert ("申请人情况", 1, 7) in spans
    assert ("自然人", 2, 1) in spans
    assert ("法人或其他组织", 1, 5) in spans
    assert ("三、本年度办理结果", 22, 1) in spans
    assert ("（三）不予公开", 8, 1) in spans
    assert ("（七）总计", 1, 2) in spans
    assert ("四、结转下年度继续办理", 1, 3) in spans
    assert layout.cells[0].role is CellRole.CORNER
    assert (layout.cells[0].height, layout.cells[0].width) == (3, 3)


def test_that_the_litigation_table_is_one_row_under_three_levels_of_labels() -> None:
    layout = load_form("2021").tables["appeals"].layout
    spans = {(cell.text, cell.top, cell.height, cell.width) for cell in layout.cells if cell.text}
    assert ("行政复议", 0, 1, 5) in spans
    assert ("行政诉讼", 0, 1, 10) in spans
    assert ("未经复议直接起诉", 1, 1, 5) in spans
    assert ("尚未审结", 1, 2, 1) in spans


def test_that_a_cell_knows_its_name_its_unit_and_what_computes_it() -> None:
    form = load_form("2021")
    cell = form.cells[CellRef.parse("requests.new.total")]
    assert cell.label == "申请办理表“本年新收”行“总计”列"
    formula = form.formula_of(cell.ref)
    assert formula is not None
    assert {ref.column for ref in formula.expression.names} == {
        "natural",
        "business",
        "research",
        "nonprofit",
        "legal_services",
        "other_org",
    }
    fees = form.cells[CellRef.parse("proactive.fees.amount")]
    assert (fees.unit, fees.kind) == ("万元", FigureKind.AMOUNT)
    assert form.formula_of(fees.ref) is None


def test_that_parts_are_computed_before_their_totals() -> None:
    form = load_form("2021")
    seen: set[CellRef] = set()
    for target, formula in form.computing.items():
        assert all(part in seen for part in formula.expression.names if part in form.computing)
        seen.add(target)


def test_that_a_form_knows_its_sections_tables_and_deadlines() -> None:
    form = load_form("2021")
    assert form.section("overview").guideline == 1000
    with pytest.raises(KeyError):
        form.section("summary")
    assert form.table_of_section("overview") is None
    table = form.table_of_section("appeals")
    assert table is not None
    assert table.name == "复议诉讼表"
    own = form.deadline(Level.COUNTY, Scope.OWN)
    assert own is not None
    assert own.in_year(2024).isoformat() == "2025-01-31"
    roll_up = form.deadline(Level.CITY, Scope.AGGREGATE)
    assert roll_up is not None
    assert roll_up.in_year(2024).isoformat() == "2025-03-10"
    assert form.deadline(None, Scope.OWN) is None


def test_that_every_check_has_a_basis_and_a_clause() -> None:
    for check in load_form("2021").checks.values():
        assert check.basis.kind in BasisKind
        assert check.basis.clause
        assert str(check.basis).startswith(check.basis.kind)


def test_that_reports_of_2019_and_2020_stand_on_the_old_form() -> None:
    assert [form_for_year(year).id for year in (2018, 2019, 2020, 2021, 2026)] == [
        "2019",
        "2019",
        "2019",
        "2021",
        "2021",
    ]


@pytest.mark.parametrize("name", ["1999", "../secret", ""])
def test_that_an_unknown_form_is_refused(name: str) -> None:
    with pytest.raises(FormFileError):
        load_form(name)


def test_that_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    assert "Invalid value" in problems_of(tmp_path, "id = \n")


def test_that_all_problems_are_told_at_once(tmp_path: Path) -> None:
    broken = (
        TABLE.replace('expression = "a + b"', 'expression = "a + c"')
        .replace('severity = "error"', 'severity = "bad"')
        .replace('basis = "按表推算"', 'basis = "？"')
    )
    found = problems_of(tmp_path, broken)
    assert "has all its names" in found
    assert "unknown severity bad" in found
    assert "unknown basis ？" in found
    assert "t.one.total: is computed but no formula computes it" in found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('label = "甲"\n', "", "label: text is missing in a"),
        ("first_year = 2030", 'first_year = "x"', "first_year: number is missing"),
        ("first_year = 2030", "first_year = true", "first_year: number is missing"),
        ('label = "甲"', 'label = "甲"\ngroups = [1]', "groups: a list of texts"),
        ('id = "t"', 'id = "t"\ndeadlines = 3', "deadlines: a list of tables"),
        ('label = "甲"', 'label = "甲"\nkind = "colour"', "unknown FigureKind: colour"),
        ('section = "s"\narr', 'section = "x"\narr', "unknown section x"),
        ('arrangement = "matrix"', 'arrangement = "round"', "cannot be laid out"),
        ("[1, 1, 1, 1]", "[1]", "1 column weights for 4 columns"),
        ("computed = true\n", "", "total: has a formula but is not marked"),
        ('expression = "a + b"', 'expression = "a + nowhere.one.b"', "unknown name: nowhere.one.b"),
        ('expression = "a + b"', 'expression = "a ** b"', "not part of the language"),
        ('expression = "a + b"', 'expression = "a + t.two.total"', "go round in a circle"),
        ('check = "K1"', 'check = "K9"', "unknown check K9"),
        ('section = "s"\npredicate', 'section = "zz"\npredicate', "unknown section zz"),
        ('predicate = "printed_totals"', 'predicate = "guess"', "unknown predicate guess"),
        ('predicate = "printed_totals"', "", "exactly one of relation and predicate"),
        ('clause = "c"', "", "clause is missing"),
        ('clause = "c"', 'clause = "c"\nlevels = ["moon"]', "unknown level"),
        ('predicate = "printed_totals"', 'table = "t"\nrelation = "a == zz"', "has all of"),
        ('predicate = "printed_totals"', 'table = "x"\nrelation = "a == b"', "has all of"),
        ('predicate = "printed_totals"', 'relation = "t.one.a + t.one.b"', "not one comparison"),
        ('predicate = "printed_totals"', 'table = "t"\nrelation = "a == b"', "unknown placeholder {parts}"),
        ('message = "{parts}"', 'message = "{"\ntable = "t"\nrelation = "a == b"', "exactly one of"),
        ('clause = "c"', 'clause = "c"\n' + TABLE[TABLE.index("[[checks]]") :], "stands twice"),
    ],
)
def test_that_each_mistake_in_a_form_file_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in TABLE
    assert problem in problems_of(tmp_path, TABLE.replace(old, new, 1))


RELATION = """
[[checks]]
id = "K2"
title = "比"
severity = "hint"
section = "s"
table = "t"
relation = "t.one.a <= previous.t.two.b"
message = "{t_one_a} {previous_t_two_b} {left} {right} {difference}"
basis = "通行做法"
clause = "c"
"""


def test_that_dotted_names_make_a_relation_that_holds_once(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_text(TABLE + RELATION, encoding="utf-8")
    check = read_form(path).checks["K2"]
    (relation,) = check.relations
    assert relation.cells == (CellRef("t", "one", "a"),)
    assert check.severity is Severity.HINT


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{t_one_a}", "{", "unexpected '{'"),
        ('table = "t"', 'table = "t"\nsubject = "elsewhere"', "unknown subject elsewhere"),
    ],
)
def test_that_a_message_can_only_use_the_figures_of_its_relation(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert problem in problems_of(tmp_path, TABLE + RELATION.replace(old, new, 1))
