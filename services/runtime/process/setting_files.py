"""The files and folders that settings name."""

from __future__ import annotations

from pathlib import Path

from services.runtime.process.file_faults import MISSING, NO_FOLDER, why_unreadable
from services.runtime.process.settings import PREFIX, WrongSetting


def bytes_of_setting(name: str, path: Path | None, meaning: str) -> bytes:
    """What the file holds that the setting TIDEOVER_`name` names.

    `meaning` ends the sentence "it names ...". Raises `WrongSetting` with setting and path if the setting is not set,
    or if its file is not there, is a folder, may not be read or is empty.
    """
    if path is None:
        raise WrongSetting(f"{PREFIX}{name} is not set: it names {meaning}.")
    if why := why_unreadable(path):
        raise WrongSetting(f"{PREFIX}{name} names {path}, which {why}.")
    if not (content := path.read_bytes()):
        raise WrongSetting(f"{PREFIX}{name} names {path}, which is empty.")
    return content


def text_of_setting(name: str, path: Path | None, meaning: str) -> str:
    """The text in the file of a setting, without blanks around it. Raises `WrongSetting` as `bytes_of_setting`."""
    try:
        text = bytes_of_setting(name, path, meaning).decode().strip()
    except UnicodeDecodeError:
        raise WrongSetting(f"{PREFIX}{name} names {path}, which is not written in UTF-8.") from None
    if not text:
        raise WrongSetting(f"{PREFIX}{name} names {path}, which holds nothing but blanks.")
    return text


def folder_of_setting(name: str, path: Path | None, meaning: str) -> Path:
    """The folder that the setting TIDEOVER_`name` names. Raises `WrongSetting` as `bytes_of_setting`."""
    if path is None:
        raise WrongSetting(f"{PREFIX}{name} is not set: it names {meaning}.")
    if not path.is_dir():
        raise WrongSetting(f"{PREFIX}{name} names {path}, which {NO_FOLDER if path.exists() else MISSING}.")
    return path
