"""What a damaged, encrypted or strange archive raises while it is opened and unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,  # a part that is named and absent
    OSError,
    RuntimeError,  # a part that is encrypted; its kin NotImplementedError, one packed unusually
    SyntaxError,  # a part that is no XML
    ValueError,
)
