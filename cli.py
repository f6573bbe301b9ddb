"""The headless commands: the same core as the window, without Qt (contract: docs/architecture.md)."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from export.formats import FORMATS, document_of, draft_of_today, output_path, outputs_of
from intake.reader import read_source
from intake.reader_process import read_in_process
from intake.reading import Reading
from intake.reading_json import reading_to_json, summary_to_json
from intake.verification import verify_file
from model.cells import Value
from model.errors import AppError, WordsNotWrittenError
from model.evaluation import Evaluation, evaluate
from model.figures import written
from model.files import replacing
from model.finding import Finding
from model.form import Form, Severity
from model.form_loader import CURRENT_FORM, load_form
from model.report import Report
from model.report_file import ReadReport, original_span, read_report_file, write_report_file
from model.report_json import json_text
from resources import resource

OPEN_ERRORS: Final = 1
DIFFERS: Final = 1
REFUSED: Final = 2

_NOBODY_READS: Final = frozenset({errno.EPIPE, errno.EINVAL})
"""What Unix and Windows say when the reader of a pipe has gone."""

_WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "核实", Severity.HINT: "提示"}
_Options = argparse.Namespace


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; refusals of the world become one sentence and the code 2."""
    _speak_utf8()
    try:
        options = _options(arguments)
        action: Callable[[_Options], int] = options.action
        return action(options)
    except AppError as refusal:
        _tell(refusal.sentence)
        return REFUSED


def _options(arguments: Sequence[str]) -> _Options:
    """Read the command line; what argparse says is sent off here, not when Python ends."""
    try:
        return _parser().parse_args(arguments)
    finally:
        _say("", end="")
        _tell("", end="")


def _check(options: _Options) -> int:
    """check: every computed figure and every finding of a report file."""
    read = _read_file(options.report)
    report = read.report
    if options.previous:
        report = replace(report, previous=_read(options.previous))
    form = load_form(report.form_id)
    evaluation = evaluate(form, report)
    if options.json:
        _say(json_text(evaluation_to_json(form, evaluation, read.originals), indent=1))
    else:
        _say("\n".join(_told(form, report, evaluation)))
    return OPEN_ERRORS if evaluation.open_errors else 0


def _export(options: _Options) -> int:
    """export: the report in every format asked for, whatever its findings."""
    outputs = outputs_of(options.to)
    report = _read(options.report)
    document = document_of(load_form(report.form_id), report, draft=draft_of_today() if options.draft else None)
    for output in outputs:
        path = output_path(document, output, options.out)
        shortcomings = output.write(document, path)
        _say(f"已写出：{path}")
        _warn(shortcomings)
    _say(_counts(document.evaluation))
    return 0


def _read_source(options: _Options) -> int:
    """read: a report out of a file that others made. With --reading it is done here, else in a bounded process."""
    if options.reading:
        return _hand_over(options)
    reading = read_in_process(options.source, options.form)
    if options.output:
        write_report_file(reading.report, options.output)
    if options.json:
        _say(json_text(summary_to_json(reading), indent=1))
    else:
        _say("\n".join(_read_told(reading)))
    return 0


def _hand_over(options: _Options) -> int:
    """Read a source and write everything about it, or the refusal, for the process that waits."""
    try:
        content, code = reading_to_json(read_source(options.source, options.form)), 0
    except AppError as refusal:
        content, code = {"refusal": type(refusal).__name__, "sentence": refusal.sentence}, REFUSED
    with replacing(options.reading) as beside:
        beside.write_text(json_text(content), encoding="utf-8")
    return code


def _read_told(reading: Reading) -> Iterator[str]:
    """Yield the result of reading a source in lines for people."""
    report = reading.report
    yield f"{report.office}　{report.year}年　来源：{reading.name}"
    yield f"读出 {len(report.cells)} 格，未读出 {len(reading.unread)} 格，{reading.identities}。"
    yield from (f"［未读出］{item.label}：{item.reason}。{item.place}" for item in reading.unread)
    yield from (f"［请核对］{item.label}：{item.reason}。{item.place}" for item in reading.doubtful)
    for item in reading.printed_vs_computed:
        yield f"［不符］{item.label}：印的是 {item.printed}，按各格相加是 {item.computed}。{item.place}"
    yield from reading.remarks


def _verify(options: _Options) -> int:
    """verify: whether a file has the figures of the final version, of a report file, or of its own checksum."""
    reference = _read(options.reference) if options.reference else None
    result = verify_file(options.file, options.archive, reference)
    _say("\n".join(result.told()))
    return 0 if result.equal else DIFFERS


def _self_test(options: _Options) -> int:
    """self-test: every export of the sample, read back and compared."""
    try:
        report = _read(resource("sample", "report.json"))
        document = document_of(load_form(report.form_id), report)
        differences = [finding.message for finding in document.evaluation.open_errors]
        for output in outputs_of(tuple(FORMATS)):
            path = output_path(document, output, options.folder)
            found = output.write(document, path) + output.differences(document, path)
            _say(f"{'不符' if found else '相符'}：{path}")
            differences += found
    except AppError as refusal:
        differences = [refusal.sentence]
    _say("\n".join(differences) or "自检通过。")
    return 1 if differences else 0


def evaluation_to_json(form: Form, evaluation: Evaluation, originals: Mapping[str, str]) -> dict[str, object]:
    """Return what ``check --json`` prints: figures by name, blanks absent, and every finding.

    ``originals`` are the texts that were cleaned, as they stand in the file to which the spans shall lead.
    """
    figures = ((ref, evaluation.values[ref]) for ref in form.cells)
    return {
        "values": {str(ref): _figure(value) for ref, value in figures if value is not None},
        "findings": [_finding(finding, originals.get(finding.section)) for finding in evaluation.findings],
    }


def _figure(value: Value) -> int | str | None:
    return written(value) if isinstance(value, Decimal) else value


def _finding(finding: Finding, original: str | None) -> dict[str, object]:
    span = finding.span
    if span is not None and original is not None:
        span = original_span(original, span)
    return {
        "id": finding.check_id,
        "key": finding.key,
        "severity": finding.severity.value,
        "message": finding.message,
        "section": finding.section,
        "cells": [str(ref) for ref in finding.cells],
        "span": span and span._asdict(),
        "basis": str(finding.basis),
        "explained": finding.explained,
    }


def _read(path: Path) -> Report:
    return _read_file(path).report


def _read_file(path: Path) -> ReadReport:
    """Read a report file; what it holds beyond the contract is said and kept."""
    read = read_report_file(path, load_form(CURRENT_FORM))
    _warn(read.warnings)
    return read


def _warn(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        _tell(f"注意：{sentence}")


def _told(form: Form, report: Report, evaluation: Evaluation) -> Iterator[str]:
    """Yield the result of a check in lines for people, the gravest first."""
    yield f"{report.office}　{report.year}年　{form.notice}"
    yield _counts(evaluation)
    for severity, word in _WORDS.items():
        for finding in evaluation.findings:
            if finding.severity is severity:
                explained = "（已写明理由）" if finding.explained else ""
                yield f"［{word}］{finding.check_id}　{finding.message}{explained}"
                yield f"　　　　依据：{finding.basis}"


def _counts(evaluation: Evaluation) -> str:
    counts = Counter(finding.severity for finding in evaluation.findings)
    if not counts:
        return "未发现问题。"
    explained = sum(finding.explained for finding in evaluation.findings)
    known = "，".join(f"{word} {counts[severity]}" for severity, word in _WORDS.items())
    return f"{known}{f'（其中已写明理由 {explained}）' if explained else ''}。"


def _say(words: str, end: str = "\n") -> None:
    """Print a result; raise ``WordsNotWrittenError`` where it finds no room."""
    problem = _printed(words, end, sys.stdout)
    if problem:
        raise WordsNotWrittenError(problem)


def _tell(words: str, end: str = "\n") -> None:
    """Print beside the result; where that cannot be told, nothing else can be."""
    _printed(words, end, sys.stderr)


def _printed(words: str, end: str, stream: TextIO | None) -> OSError | None:
    """Print at once and return what prevents it; a closed output or a reader who has gone (``| head``) does not.

    The work then goes on without a word, because files are still to be written and the exit code still counts.
    """
    if stream is None:
        return None
    try:
        print(words, end=end, file=stream, flush=True)
    except OSError as problem:
        # What is left in the buffer must go somewhere, or Python complains of it once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return None if problem.errno in _NOBODY_READS else problem
    return None


def _speak_utf8() -> None:
    """Print UTF-8 whatever the code page of a Windows console or pipe is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


# ---------------------------------------------------------------- the command line


class _Formatter(argparse.HelpFormatter):
    """Help in Chinese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin the line of usage with a Chinese word."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  (argparse makes the parsers of commands itself)
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self.what = self.add_argument_group("参数")
        self.how = self.add_argument_group("选项")
        self.how.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Show how the command is written; ``message`` is English, so it is not shown."""
        del message
        self.exit(REFUSED, f"命令写法不对，请按下面的用法重写。\n{self.format_usage()}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py", description="政府信息公开工作年度报告：不打开窗口的命令。")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)

    check = commands.add_parser("check", help="核对报告文件", description="核对报告文件，列出发现的问题。")
    check.what.add_argument("report", type=_path, metavar="REPORT.json", help="报告文件")
    check.how.add_argument("--previous", type=_path, metavar="LAST.json", help="上年的报告文件，用于核对年度衔接")
    check.how.add_argument("--json", action="store_true", help="只输出 JSON")
    check.set_defaults(action=_check)

    export = commands.add_parser("export", help="导出文件", description="把报告导出成文件，不论有没有问题。")
    export.what.add_argument("report", type=_path, metavar="REPORT.json", help="报告文件")
    known = "、".join(FORMATS)
    export.how.add_argument("--to", type=_format_names, metavar="格式", required=True, help=f"{known}，用逗号隔开")
    export.how.add_argument("--out", type=_path, metavar="DIR", required=True, help="放文件的文件夹，没有就新建")
    export.how.add_argument("--draft", action="store_true", help="导出草稿：文件名、每一页和网页开头都标明")
    export.set_defaults(action=_export)

    read = commands.add_parser(
        "read", help="读入文件", description="读入别人做的报告（Word、Excel、PDF、网页、文本）。"
    )
    read.what.add_argument("source", type=_path, metavar="SOURCE", help="要读入的文件")
    read.how.add_argument("-o", "--output", type=_path, metavar="REPORT.json", help="读出的报告写到这个文件")
    read.how.add_argument("--form", choices=("2019", "2021"), help="按哪一版报表读，不写则自动辨认")
    read.how.add_argument("--json", action="store_true", help="只输出 JSON")
    read.how.add_argument("--reading", type=_path, metavar="FILE", help="连同每格的位置写到这个文件，供窗口使用")
    read.set_defaults(action=_read_source)

    verify = commands.add_parser("verify", help="核验文件里的数", description="核验导出的文件，数是不是与定稿相同。")
    verify.what.add_argument("file", type=_path, metavar="FILE", help="工作簿、Word、PDF、网页或报告文件")
    against = verify.how.add_mutually_exclusive_group()
    against.add_argument("--archive", type=_path, metavar="A.gknb", help="与这个年报文件里的定稿比对")
    against.add_argument("--report", type=_path, dest="reference", metavar="REPORT.json", help="与这份报告文件比对")
    verify.set_defaults(action=_verify)

    self_test = commands.add_parser("self-test", help="自检", description="把样例导出成每一种文件，再读回来比对。")
    self_test.what.add_argument("folder", type=_path, metavar="DIR", help="放文件的文件夹，没有就新建")
    self_test.set_defaults(action=_self_test)
    return parser


def _path(text: str) -> Path:
    """Read a path; an empty one, as of a variable that is not set, would silently mean the current folder."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(text)
    return Path(text)


def _format_names(text: str) -> list[str]:
    """Read ``pdf,xlsx``; a format that is named twice is written once."""
    names = [name.strip().lower() for name in text.replace("，", ",").split(",")]
    if not all(names):
        raise argparse.ArgumentTypeError(text)
    return list(dict.fromkeys(names))
