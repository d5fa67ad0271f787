"""The words shown for the codes of the vocabularies."""

from bot.directory.taxonomy import kinds, modalities, sectors


def kind_label(code: str) -> str:
    """« entreprise d'insertion (EI) » for `ei`; the code itself when it is unknown."""
    known = kinds().get(code)
    return known.libelle if known else code.replace("_", " ")


def sector_label(code: str) -> str:
    """« Propreté » for a sector's code; the code itself when it is unknown."""
    known = sectors().get(code)
    return known.libelle if known else code.replace("-", " ")


def modality_label(code: str) -> str:
    """« mise à disposition de personnel » for a modality's code; the code itself when it is unknown."""
    return modalities().get(code, code.replace("_", " "))
