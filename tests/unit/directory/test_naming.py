"""Which actor a message names."""

import pytest

from bot.directory.naming import asked_names, named_among
from bot.nlu.named import named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("le numéro de Passerelles svp", ["passerelles"]),
        ("quel est le téléphone de l'association Tremplin du Nord ?", ["tremplin nord", "tremplin"]),
        ("comment joindre les Lucioles du Bocage s'il vous plaît", ["lucioles bocage"]),
        ("vous connaissez Recyclerie Bleue ?", ["recyclerie bleue"]),
        ("coordonnées de l'entreprise d'insertion Colibri", ["colibri"]),
        ("coordonnées du facilitateur de Lens", []),
        ("le numéro du facilitateur qui couvre Lens", []),
        ("un numéro de téléphone svp", []),
        ("je veux contacter une ETTI à Lyon", []),
        ("téléphone mission locale Guéret", []),
        ("les coordonnées de celui que vous avez cité", []),
        ("", []),
    ],
)
def test_the_name_whose_details_are_asked_for(text: str, names: list[str]) -> None:
    assert asked_names(text, named(text)) == names


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("le téléphone des ateliers du bocage", "1"),
        ("et celui de bocaje ?", "1"),
        ("port", "2"),
        ("tremplin nettoyage du hainaut", "3"),
        ("plutôt dans le nettoyage", None),
        ("les ateliers", None),
        ("bocage ou port ?", None),
    ],
)
def test_an_actor_of_the_list_is_named_by_its_own_words(text: str, id_: str | None) -> None:
    names = {"1": "Ateliers du Bocage", "2": "Ateliers du Port", "3": "Tremplin Nettoyage du Hainaut"}
    assert named_among(text, names) == id_
