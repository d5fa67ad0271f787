"""The words people use for actors, sectors and ways of working."""

import pytest

from bot.directory import find_modalities, find_sectors, find_types


def types(text: str) -> list[str]:
    return [mention.value for mention in find_types(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("une ETTI à Lyon", ["etti"]),
        ("agence d'intérim d'insertion", ["etti"]),
        ("une boîte d'interim", ["etti"]),
        ("pôle emploi", ["france_travail"]),
        ("Pole-Emploi de Lille", ["france_travail"]),
        ("la mission local", ["mission_locale"]),
        ("des chantiers d'insertion", ["aci"]),
        ("entreprise d'insertion", ["ei"]),
        ("une entreprise adaptée", ["ea"]),
        ("entreprise adaptée de travail temporaire", ["eatt"]),
        ("une structure d'insertion", ["siae"]),
        ("la maison de l'emploi", ["facilitateur"]),
        ("la chargée de clause", ["facilitateur"]),
        ("le coordonnateur clauses", ["facilitateur"]),
        ("association intermediaire", ["ai"]),
        ("groupement d'employeurs", ["geiq"]),
        ("un ESAT ou une EA", ["esat", "ea"]),
        ("cap'emploi", ["cap_emploi"]),
        ("le CCAS et la DDETS", ["ccas", "institution"]),
        ("une structure qui fait de l'insertion", ["siae"]),
        ("des structures qui font de l'insertion", ["siae"]),
        ("les entreprises adapté du coin", ["ea"]),
        ("entreprise dinsersion", ["ei"]),
        ("une asso intermediaire", ["ai"]),
        ("chantié dinsertion", ["aci"]),
        ("agence dinterim dinsertion", ["etti"]),
        ("interim dinsertion", ["etti"]),
        ("ai sur lyon", ["ai"]),
        ("un esta à Lens", ["esat"]),
        ("siea à Vire", ["siae"]),
        ("y a-t-il un gèque des travaux publics ?", ["geiq"]),
        ("des ésates", ["esat"]),
        ("une e t t i et un G.E.I.Q.", ["etti", "geiq"]),
        ("les s i a e du coin", ["siae"]),
        ("une e i à Paris", ["ei"]),
        ("lesstructures d'insertion", ["siae"]),
        ("lesentreprises d'insertion", ["ei"]),
        ("une entreprise adaté", ["ea"]),
        ("le conseil departementale", ["departement"]),
        ("une agence d'intérime d'insertion", ["etti"]),
        ("la dame des clauses à Vannes", ["facilitateur"]),
        ("qui suit les clauses à l'agglo ?", ["facilitateur"]),
        ("des repas faits par des travailleurs handicapés", ["ea", "esat"]),
        ("conseil départemental, service achats : il nous faut un chantier d'insertion", ["aci"]),
        ("qui s'occupe des clauses à France Travail ?", ["france_travail"]),
        ("la DDETS suit-elle l'IAE ?", ["institution"]),
    ],
)
def test_a_kind_of_actor_is_known_by_its_usual_words(text: str, expected: list[str]) -> None:
    assert types(text) == expected


@pytest.mark.parametrize("text", ["une ai", "les AI du Nord", "AI et EI", "contacter l'AI de Lille", "quelles ai ?"])
def test_the_acronym_ai_is_an_association_after_an_article_or_in_capitals(text: str) -> None:
    assert types(text)[0] == "ai"


@pytest.mark.parametrize(
    "text",
    [
        "j'ai besoin d'aide",
        "je l'ai trouvé",
        "J'AI UN MARCHÉ",
        "JE L'AI DÉJÀ",
        "ai-je le droit ?",
        "j'en ai une",
        "vous m'avez aidé",
        "500 ml",
        "dans tout le département",
        "une clause sociale",
        "il y a 3 tp",
        "les acteurs de l'insertion",
        "merci de nous orienter",
        "ai besoin d'aide",
        "donde esta la oficina",
        "il y a c i joint le plan",
        "un état des lieux",
        "la pile du pont",
        "une saie sur le vent",
        "le plan b : e, a",
        "les descentes de charges",
    ],
)
def test_ordinary_words_are_no_actors(text: str) -> None:
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("facilitatuer", "facilitateur"), ("entreprise d'insertoin", "ei"), ("facillitateurs", "facilitateur")],
)
def test_a_typo_in_a_long_word_is_forgiven(text: str, expected: str) -> None:
    assert types(text) == [expected]


def test_a_phrase_that_names_two_kinds_gives_both() -> None:
    assert set(types("le secteur protégé et adapté")) == {"ea", "esat"}


def test_a_mention_says_where_it_stands() -> None:
    text = "Bonjour, une agence d'intérim d'insertion svp"
    (mention,) = find_types(text)
    assert text[mention.start : mention.end] == mention.surface == "agence d'intérim d'insertion"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le ménage", "hygiene-et-proprete"),
        ("propreté", "hygiene-et-proprete"),
        ("nétoyage", "hygiene-et-proprete"),
        ("nettoyage de bureaux", "nettoyage-de-locaux-16"),
        ("plutôt dans le bâtiment", "batiments-et-travaux-publics"),
        ("BTP", "batiments-et-travaux-publics"),
        ("gros oeuvre", "batiments-et-travaux-publics"),
        ("espace vert", "espaces-verts-exterieurs"),
        ("un traiteur", "traiteur"),
        ("dechets", "collecte-traitement-des-dechets"),
        ("numérique", "prestations-informatiques"),
        ("textile", "textiles-30"),
    ],
)
def test_a_sector_is_known_by_its_usual_words(text: str, expected: str) -> None:
    assert [mention.value for mention in find_sectors(text)] == [expected]


def test_a_word_that_looks_like_a_sector_is_left_alone() -> None:
    assert find_sectors("une menace sur mes informations et mon manager") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mise à dispo", "mise_a_disposition"),
        ("sous traiter", "prestation"),
        ("recruter en direct", "embauche_accompagnee"),
    ],
)
def test_a_way_of_working_is_known_by_its_usual_words(text: str, expected: str) -> None:
    assert [mention.value for mention in find_modalities(text)] == [expected]


@pytest.mark.parametrize("text", ["", " ", "?" * 5000, "a" * 10_000, "\x00\ud800", "🦊 ETTI 🦊"])
def test_hostile_text_is_read_without_harm(text: str) -> None:
    for find in (find_types, find_sectors, find_modalities):
        find(text)
