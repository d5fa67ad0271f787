"""The directory that a fresh installation starts with: the fictional demonstration actors."""

import os
from logging import getLogger

from bot.directory.importer import Options, import_files
from bot.directory.store import DEFAULT_FILE, DirectoryUnavailable, open_store
from bot.directory.taxonomy import DATA

logger = getLogger(__name__)
DEMONSTRATION = DATA / "demonstration.csv"


def ensure_directory() -> bool:
    """Create the project's directory from the demonstration file when there is none; say whether it was created.

    A directory chosen by ANNUAIRE_URL, or one already there, is left as it is. Raises DirectoryUnavailable, and
    UnreadableFile when the demonstration file was damaged.
    """
    if os.environ.get("ANNUAIRE_URL") or DEFAULT_FILE.exists():
        return False
    store = open_store(write=True)
    try:
        report = import_files(store, [DEMONSTRATION], Options(format="annuaire-csv"))
    except Exception:
        store.close()
        DEFAULT_FILE.unlink(missing_ok=True)
        raise
    store.close()
    for refused in report.refusees:
        logger.warning("%s", refused)
    if not report.ajoutees:
        DEFAULT_FILE.unlink(missing_ok=True)
        raise DirectoryUnavailable(f"{DEMONSTRATION.name} : aucune ligne n'a pu être lue.")
    return True
