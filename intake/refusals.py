"""Why a source cannot be read, one class per cause; each carries the sentence that is shown."""

from __future__ import annotations

from model.errors import AppError


class SourceMissingError(AppError):
    """The file is not there or may not be read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"无法打开“{name}”。请检查文件是否还在原处、是否允许读取。")


class SourceTooLargeError(AppError):
    """The file is larger, or unpacks to more, than any report."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"“{name}”{what}，不像是一份年度报告，没有读取。请只选年度报告本身的文件。")


class SourceEncryptedError(AppError):
    """The file asks for a password."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”设有密码。请先用原来的程序打开，取消密码并另存，再读入另存的文件。")


class SourceDamagedError(AppError):
    """The file is not what its kind demands."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”已损坏或不完整，无法读取。请用 WPS、Word、Excel 或阅读器打开它试试，能打开就另存一份再读入。"
        )


class SourceUnsafeError(AppError):
    """The file holds what no honest document holds, such as entity definitions."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”里有不安全的内容，没有读取。请用 WPS 或 Word 打开后另存一份，再读入另存的文件。")


class SourceKindError(AppError):
    """The kind of file is not understood; ``advice`` says what to do instead."""

    def __init__(self, name: str, advice: str) -> None:
        super().__init__(f"“{name}”不是能读取的文件。{advice}")


class SourceScannedError(AppError):
    """A PDF holds pictures of pages, or letters without their meaning, and no text."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”里没有可读的文字，多半是扫描件。请对照图片手工录入，或找电子版文件再读入。")


class SourceEmptyError(AppError):
    """Nothing of an annual report was found."""

    def __init__(self, name: str) -> None:
        super().__init__(f"在“{name}”里没有找到年度报告的表格和文字。请检查选的文件是否正确。")


class SourceHopelessError(AppError):
    """Reading took too long or too much memory and was ended."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”太复杂，在规定的时间和内存里没有读完，已停止读取。请另存为 .docx 或 .txt 再试，或手工录入。"
        )
