"""Messages as the label model reads them: what is named is replaced by what it is.

A village, an amount or a trade says nothing of the question; that there is one says a lot. « une ETTI à Oô » becomes
« une ETTI xxtype à  xxlieu », so that every place of France weighs the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

MARKERS = {
    "territoire": "xxlieu",
    "montant": "xxmontant",
    "cout_horaire": "xxcout",
    "taux_insertion": "xxtaux",
    "part_main_oeuvre": "xxtaux",
    "heures": "xxheures",
    "duree_mois": "xxduree",
}
KEPT = {"type_acteur": "xxtype", "secteur": "xxsecteur"}  # the words stay, the marker is added


# What is named together says what is asked, wherever it stands: a kind of actor and a place is a directory request.
TOGETHER: tuple[tuple[str, set[str], set[str]], ...] = (
    ("zztypelieu", {"type_acteur", "territoire"}, set()),
    ("zzsecteurlieu", {"secteur", "territoire"}, {"type_acteur"}),
    ("zzlieuseul", {"territoire"}, {"type_acteur", "secteur"}),
)


def mark(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """Return `text` with its entities replaced by, or followed by, their marker; overlapping ones count once."""
    pieces: list[str] = []
    position, names = 0, set()
    for entity in sorted(entities, key=lambda e: (e["start"], -e["end"])):
        start, end, name = entity["start"], entity["end"], entity["entity"]
        if start < position or end > len(text):
            continue
        if name in MARKERS:
            pieces += [text[position:start], " ", MARKERS[name], " "]
        elif name in KEPT:
            pieces += [text[position:end], " ", KEPT[name], " "]
        else:
            continue
        position = end
        names.add(name)
    together = [f" {marker}" for marker, with_, without in TOGETHER if with_ <= names and not without & names]
    return "".join([*pieces, text[position:], *together])
