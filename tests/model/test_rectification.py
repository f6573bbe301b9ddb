import pytest

from model.rectification import is_rectified, listed_problems, rectify
from model.report import Report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "存在的问题：一是专栏检索不便，群众查找费时；二是个别解读晚于文件。\n改进措施：一是增设检索；二是同步起草。",
            ("专栏检索不便，群众查找费时", "个别解读晚于文件"),
        ),
        (
            "（一）存在的主要问题\n1.栏目更新不及时。\n2.人员不固定。\n（二）改进情况\n1.按月检查。",
            ("栏目更新不及时", "人员不固定"),
        ),
        ("公开不够主动。培训偏少。下一步，我们将加强培训。", ("公开不够主动", "培训偏少")),
        ("存在公开不够主动；回复偏慢。", ("存在公开不够主动", "回复偏慢")),
        ("一、存在问题\n一是信息陈\n旧。\n二、针对2023年存在问题的整改措施\n一是加强检查。", ("信息陈旧",)),
        ("", ()),
    ],
)
def test_that_the_problems_are_listed_without_the_measures(text: str, expected: tuple[str, ...]) -> None:
    assert listed_problems(text) == expected


def test_that_a_year_after_a_number_is_no_item() -> None:
    assert listed_problems("一是2023年公开的3.5万条信息中有错链；二是答复超期。") == (
        "2023年公开的3.5万条信息中有错链",
        "答复超期",
    )


def test_that_a_tick_is_kept_in_the_report_and_can_be_taken_back() -> None:
    report = Report("2021", "青石县财政局", 2024)
    ticked = report.with_edit(rectify("答复超期", done=True))
    assert is_rectified(ticked, "答复超期")
    assert not is_rectified(ticked, "人员不固定")
    assert ticked.with_edit(rectify("答复超期", done=False)) == report
