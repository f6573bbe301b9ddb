"""What can go wrong in the world around the program, one class per cause."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final


class AppError(Exception):
    """The world refuses: a file, a disk, a format.

    The first argument is one Chinese sentence for the user that says what happened and what to do.
    Wrong contents of a report are never an ``AppError``; they are findings.
    """

    @property
    def sentence(self) -> str:
        """Return the sentence that is shown to the user."""
        return str(self.args[0])


_REASONS: Final = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EIO: "磁盘读写出错",
    errno.EROFS: "磁盘是只读的",
    errno.EISDIR: "已经有同名的文件夹",
    errno.ELOOP: "路径中的链接互相指向，没有尽头",
}


def _reason(problem: OSError) -> str:
    """Say in Chinese why the system refused; what is rare keeps the words of the system."""
    return _REASONS.get(problem.errno or 0) or problem.strerror or str(problem)


class FileMissingError(AppError):
    """The file is not there, or it is a folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到文件“{path}”，它可能已被移动、改名或删除，请重新选择文件。")


class FileUnreadableError(AppError):
    """The file is there and cannot be read: no permission, a lost connection, a faulty medium."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path.name}”读不出来，请确认有权限打开它，磁盘、U 盘或网络连接正常，再重试。")


class TargetInUseError(AppError):
    """The file to be replaced is open in another program, or read-only."""

    def __init__(self, target: Path) -> None:
        super().__init__(
            f"无法替换“{target.name}”，原文件没有改动：它可能正在别的程序（如 WPS、Word、Excel、阅读器）中打开，"
            "或者是只读文件。请关闭它再试一次，或换一个文件夹。"
        )


class FolderRefusedError(AppError):
    """The folder does not exist or may not be written to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"无法在文件夹“{folder}”中写入文件。请检查它是否存在、是否允许写入，或另选一个文件夹。")


class TemporaryFolderError(AppError):
    """The user's temporary folder cannot be written to; most often its disk is full."""

    def __init__(self) -> None:
        super().__init__("系统的临时文件夹写不进去，多半是系统盘满了，没有做成。请清理系统盘再试。")


class DiskFullError(AppError):
    """The disk has no room left."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"磁盘空间不足，“{target.name}”没有写成，原文件没有改动。请清理磁盘或换一个磁盘再试。")


class NameTooLongError(AppError):
    """The name of a file, or of one that belongs beside it, is longer than the disk takes."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"文件名“{target.name}”或它的路径太长，磁盘不接受，没有写成，请把文件名改短再试。")


class FileNotWrittenError(AppError):
    """The file could not be written for a reason that only the system can name."""

    def __init__(self, target: Path, problem: OSError) -> None:
        super().__init__(f"“{target.name}”没有写成（{_reason(problem)}），原文件没有改动，请换一个文件夹再试。")


class WordsNotWrittenError(AppError):
    """What a command tells could not be written to where its output goes."""

    def __init__(self, problem: OSError) -> None:
        super().__init__(f"结果没有全部写出（{_reason(problem)}），请换一个地方存放结果再试。")


class ReportFileError(AppError):
    """A report file cannot be read; ``problem`` names the place and says what should stand there."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"报告文件读不出来：{problem}。请改正后重试，或请提供文件的人重新导出。")


class ReportFileTooLargeError(AppError):
    """A report file is larger than any report can be."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"文件有 {size // 1_000_000} MB，报告文件不会超过 {limit // 1_000_000} MB，请确认没有选错文件。"
        )


class ReportFileTooNewError(AppError):
    """A report file was written by a later version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"报告文件的格式是第 {found} 版，本程序只认得第 {known} 版及以前的，请先升级程序，或请对方导出旧版格式。"
        )


class NotAnArchiveError(AppError):
    """The file is no archive: not SQLite at all, or another program's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path.name}”不是年报文件，或者文件头已经损坏，请重新选择扩展名为 .gknb 的文件，或打开它的备份。"
        )


class ArchiveDamagedError(AppError):
    """The archive is SQLite but its contents are broken."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"年报文件“{path.name}”已经损坏，为免丢失更多内容没有打开，请打开最近的备份。")


class ArchiveTooNewError(AppError):
    """The archive was written by a later version of the program."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"年报文件“{path.name}”是用更新版本的程序保存的，为免损坏没有打开，请先升级本程序。")


class ArchiveReadOnlyError(AppError):
    """The archive or its folder is write-protected, so nothing that is typed could be kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"年报文件“{path.name}”是只读的，填写的内容会存不进去，请取消只读属性，或把它复制到可以写入的文件夹再打开。"
        )


class ArchiveOpenedReadOnlyError(AppError):
    """The archive was opened only to look at it, most often because somebody else has it open."""

    def __init__(self) -> None:
        super().__init__(
            "年报文件是只读打开的，只能查看，不能修改。要填写，请用菜单“文件”里的“打开年报文件”重新打开它。"
        )


class ArchiveMovedError(AppError):
    """The archive was moved, renamed, deleted or replaced while it was open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"年报文件“{path.name}”已经不在原处（可能被移动、改名、删除或替换了，或者 U 盘、网络盘断开了），"
            "填写的内容存不进去，请让它回到原处再重试，或者另存。"
        )


class ArchiveUnreachableError(AppError):
    """The disk, the stick or the network share failed, or the archive may not be opened by this user."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"年报文件“{path.name}”读写出错，请检查磁盘、U 盘或网络连接后重试，或另存到别的位置。")


class ArchiveInUseError(AppError):
    """Another program, perhaps on another machine, has the archive open; ``holder`` says who, where known."""

    def __init__(self, path: Path, holder: str) -> None:
        whom = f"（{holder}）" if holder else ""
        super().__init__(f"年报文件“{path.name}”正在别处打开{whom}，两处同时填写会互相覆盖，请对方关闭后再打开。")
        self.holder = holder


class NoLocksError(AppError):
    """The disk, most often a network share, knows no locks, so nobody could be kept from typing at the same time."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"“{path.name}”所在的磁盘不支持文件锁（有的网络盘是这样），几个人同时填写会互相覆盖，所以没有打开。"
            "请把它复制到本机的文件夹再打开。"
        )


class ArchiveExistsError(AppError):
    """A new archive was to be made where a file already is."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"已经有名为“{path.name}”的文件，为免覆盖没有新建，请换一个文件名，或直接打开它。")


class FinalVersionMissingError(AppError):
    """There is no final version with which a file could be compared."""

    def __init__(self, path: Path, year: int) -> None:
        whose = f" {year} 年的" if year else ""
        super().__init__(f"年报文件“{path.name}”里没有{whose}定稿，请先定稿锁定，或指定一份报告文件来比对。")


class ChecksumMissingError(AppError):
    """A file names no 校验码 of its own, so there is nothing with which its figures could be compared."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path.name}”里没有校验码，无法单独核验，请指定年报文件或报告文件来比对。")


class ReportExistsError(AppError):
    """The archive already has a report of this year and scope."""

    def __init__(self, year: int) -> None:
        super().__init__(f"年报文件里已经有 {year} 年同一范围的报告，请直接打开它，或换一个年度或报告范围。")


class ReportMissingError(AppError):
    """The archive has no report of this number; it was deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__("年报文件里已经没有这份报告，它可能已被删除，请从年度列表中重新选择。")


class ReportLockedError(AppError):
    """The report is locked as final (定稿锁定)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年的报告已经定稿锁定，不能修改。确需修改，请用菜单“版本”里的“更正”。")


class FinalVersionKeptError(AppError):
    """A report with a final version cannot be deleted: what was handed in must stay."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年的报告有定稿，定稿须留存备查，不能删除这个年度。")
