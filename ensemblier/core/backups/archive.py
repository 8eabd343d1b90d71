"""The archive: a plain tar whose last member seals every byte before it.

ENSEMBLIER            one line: what this is, and the number of its format
database.<extension>  the database, as its engine copies it
files/<name>          each stored file under the name it has in the storage
manifest.json         who wrote it, when, from what; fingerprint and size of each member
SEAL                  SHA-256 of all that precedes in the archive
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import tarfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from ensemblier.core.commands import progress
from ensemblier.core.exceptions import InvalidInput

FORMAT = 1
MARK, MANIFEST, SEAL, FILES = "ENSEMBLIER", "manifest.json", "SEAL", "files/"
MARK_TEXT = "Ensemblier backup, format "
CHUNK = 1 << 20


@dataclass
class Manifest:
    """`members` maps a member's name to its size in bytes and SHA-256; `migrations` lists
    the [app, name] applied; `missing` the files that the database names and the storage lacks."""

    engine: str
    database: str
    product_version: str
    created_at: str
    migrations: list[list[str]]
    missing: list[str] = field(default_factory=list)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def file_names(self) -> list[str]:
        return [name.removeprefix(FILES) for name in self.members if name.startswith(FILES)]


def chunks_of(stream: IO[bytes], bar: tqdm | None = None) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
        if bar is not None:
            bar.update(len(chunk))


def digest_of(stream: IO[bytes]) -> str:
    sha = hashlib.sha256()
    for chunk in chunks_of(stream):
        sha.update(chunk)
    return sha.hexdigest()


class _Hashing:
    """A stream that fingerprints what is read from it."""

    def __init__(self, stream: IO[bytes], bar: tqdm | None) -> None:
        self.stream, self.bar, self.sha = stream, bar, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.sha.update(chunk)
        if self.bar is not None:
            self.bar.update(len(chunk))
        return chunk


class Writer:
    """Writes an archive at `path`; nothing counts until `close` has sealed it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.members: dict[str, dict[str, Any]] = {}
        self.output = path.open("wb")
        self.tar = tarfile.TarFile(path, "w", self.output, format=tarfile.PAX_FORMAT)
        self._add(MARK, f"{MARK_TEXT}{FORMAT}\n".encode())

    def _info(self, name: str, size: int) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, int(time.time()), 0o600
        return info

    def _add(self, name: str, content: bytes) -> None:
        self.tar.addfile(self._info(name, len(content)), io.BytesIO(content))

    def add(self, name: str, stream: IO[bytes], size: int, bar: tqdm | None = None) -> None:
        hashing = _Hashing(stream, bar)
        self.tar.addfile(self._info(name, size), hashing)
        self.members[name] = {"size": size, "sha256": hashing.sha.hexdigest()}

    def close(self, manifest: Manifest) -> None:
        manifest.members = self.members
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        self._add(MANIFEST, text.encode())
        self.output.flush()
        with self.path.open("rb") as written:
            seal = digest_of(written)
        self._add(SEAL, f"{seal}\n".encode())
        self.tar.close()
        self.output.close()


class Reader:
    """An archive whose every byte has been checked. Raises InvalidInput otherwise."""

    def __init__(self, path: Path) -> None:
        self.path = path
        not_a_backup = _("«\u00a0%(file)s\u00a0» n’est pas une sauvegarde d’Ensemblier.") % {
            "file": path
        }
        try:
            self.tar = tarfile.open(path, "r:")  # noqa: SIM115
            mark = self.tar.next()
            text = self._text(mark) if mark is not None and mark.name == MARK else ""
        except (OSError, tarfile.TarError, ValueError) as error:
            raise InvalidInput(not_a_backup) from error
        if not text.startswith(MARK_TEXT):
            raise InvalidInput(not_a_backup)
        if text.removeprefix(MARK_TEXT).strip() != str(FORMAT):
            raise InvalidInput(_("Cette sauvegarde vient d’une version plus récente d’Ensemblier."))
        self.manifest = self._verified_manifest()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_error: object) -> None:
        self.tar.close()

    def _text(self, info: tarfile.TarInfo) -> str:
        content = self.tar.extractfile(info)
        return content.read().decode() if content else ""

    def _verified_manifest(self) -> Manifest:
        with contextlib.suppress(OSError, tarfile.TarError, ValueError, TypeError, KeyError):
            if self._is_sealed():
                manifest = Manifest(**json.loads(self._text(self.tar.getmember(MANIFEST))))
                if self._holds_what_it_says(manifest):
                    return manifest
        raise InvalidInput(
            _(
                "La sauvegarde «\u00a0%(file)s\u00a0» est incomplète ou abîmée\u00a0: "
                "rien n’a été touché."
            )
            % {"file": self.path}
        )

    def _is_sealed(self) -> bool:
        seal = self.tar.getmembers()[-1]
        if seal.name != SEAL:
            return False
        sha = hashlib.sha256()
        with self.path.open("rb") as stream, progress(_("Vérification"), seal.offset) as bar:
            while size := min(CHUNK, seal.offset - stream.tell()):
                sha.update(stream.read(size))
                bar.update(size)
            stream.seek(seal.offset_data)
            stored, rest = stream.read(seal.size), stream.read()
        return stored == f"{sha.hexdigest()}\n".encode() and not rest.strip(b"\0")

    def _holds_what_it_says(self, manifest: Manifest) -> bool:
        sizes = {info.name: info.size for info in self.tar.getmembers()}
        told = {name: member["size"] for name, member in manifest.members.items()}
        return told.items() <= sizes.items() and manifest.database in told

    def open(self, name: str) -> IO[bytes]:
        content = self.tar.extractfile(self.tar.getmember(name))
        if content is None:
            raise InvalidInput(_("La sauvegarde ne contient pas %(name)s.") % {"name": name})
        return content

    def extract(self, name: str, target: Path) -> None:
        with self.open(name) as source, target.open("wb") as copy:
            for chunk in chunks_of(source):
                copy.write(chunk)
