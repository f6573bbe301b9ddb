"""How long one keystroke in a text takes with all checks on, in the real window on a full report.

The report has 3,500 characters of text and last year's report beside it. Half of the keys are letters, half are
characters that an input method commits. A keystroke ends when the window has been painted. Bound: p99 ≤ 16 ms,
one picture of a screen at 60 Hz. Times are those of the processor in the window's thread, so that what else the
machine does has less part in them.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.evaluation import yardstick

KEYS = 300
LENGTH = 3_500
WHO = ("办公室", "各股室", "网站管理员", "分管领导", "法制机构", "下属单位", "镇村两级", "专班人员")
WHAT = (
    "更新机构职能栏目",
    "清理失效文件",
    "解读重点政策",
    "答复群众来信",
    "核对预决算公开",
    "培训经办人员",
    "抽查信息保密审查",
)
HOW = ("按月", "会同有关部门", "依托门户网站", "对照年度要点", "通过政务新媒体", "结合专项检查", "依照条例规定", "分批")
SO = ("进度均已通报", "问题当场改正", "台账同步完善", "群众反映良好", "公开目录随之调整", "责任落实到人")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 (the platform is chosen above)

    from model.report_file import read_report_file  # noqa: PLC0415
    from resources import resource  # noqa: PLC0415
    from ui.garbage import GarbageCollector  # noqa: PLC0415
    from ui.theme import LIGHT, apply, register_bundled_fonts  # noqa: PLC0415

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    GarbageCollector(application)
    register_bundled_fonts()
    apply(application, LIGHT)
    report = read_report_file(resource("sample", "report.json")).report
    text = report.texts.get("overview", "")
    report = replace(report, texts={**report.texts, "overview": f"{text}\n{_prose(LENGTH - len(text), 1)}"})
    last = replace(report, year=report.year - 1, previous=None, texts={"overview": _prose(LENGTH, 2)})
    with tempfile.TemporaryDirectory() as folder:
        times = _typed(application, replace(report, previous=last), Path(folder))
    start = time.thread_time()
    yardstick()
    unit = (time.thread_time() - start) * 1000
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    print(
        f"typing: median {statistics.median(times):.1f} ms, p99 {p99:.1f} ms, longest {times[-1]:.1f} ms"
        f" over {len(times)} keys; 10,000 additions: {unit:.3f} ms"
    )


def _prose(length: int, seed: int) -> str:
    """Return paragraphs of an office's prose, never the same for long."""
    chosen = random.Random(seed)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < length:
        sentences = ("，".join(map(chosen.choice, (WHO, HOW, WHAT, SO))) + "。" for _ in range(6))
        paragraphs.append("".join(sentences))
    return "\n".join(paragraphs)


def _typed(application: object, report: object, folder: Path) -> list[float]:
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtGui import QInputMethodEvent, QTextCursor  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from model.report import Report  # noqa: PLC0415
    from ui.desk import Desk  # noqa: PLC0415
    from ui.settings import Settings  # noqa: PLC0415
    from ui.texts.text_page import TextPage  # noqa: PLC0415
    from ui.window import MainWindow  # noqa: PLC0415
    from ui.workbench import Workbench  # noqa: PLC0415

    assert isinstance(report, Report)
    desk = Desk()
    window = MainWindow(Settings(folder / "settings.ini"))
    work = Workbench(window, desk)
    desk.create(folder / "年报文件.gknb", report.office, report.level)
    desk.add_report(report, "测试")
    window.resize(1366, 728)
    window.show()
    assert work.view is not None
    work.view.show_page("overview")
    page = work.view.current_page
    assert isinstance(page, TextPage)
    page.editor.setFocus()
    cursor = page.editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Down, n=6)
    page.editor.setTextCursor(cursor)
    QTest.qWait(300)

    def commit() -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString("办")
        QApplication.sendEvent(page.editor, event)

    keys: tuple[Callable[[], object], ...] = (lambda: QTest.keyClick(page.editor, Qt.Key.Key_A), commit)
    times = []
    for number in range(KEYS):
        start = time.thread_time()
        keys[number % 2]()
        QApplication.processEvents()
        times.append((time.thread_time() - start) * 1000)
    desk.close()
    return times


if __name__ == "__main__":
    main()
