"""Who the person says they are and which document they name: sentences as people write them."""

import pytest

from bot.nlu.roles import find_document, find_profile

PROFILES = [
    ("je suis acheteuse dans une mairie", "acheteur"),
    ("je suis acheteur public", "acheteur"),
    ("nous sommes une collectivité de 3 000 habitants", "acheteur"),
    ("je travaille au service marchés d'un hôpital", "acheteur"),
    ("chui a la mairie de Vesoul", "acheteur"),
    ("je représente un bailleur social", "acheteur"),
    ("on est une communauté de communes", "acheteur"),
    ("en tant que maître d'ouvrage", "acheteur"),
    ("je gère les marchés publics du conseil départemental, un donneur d'ordre", "acheteur"),
    ("moi c'est la commande publique", "acheteur"),
    ("je suis juriste en commande publique", "acheteur"),
    ("je suis le maire d'un village", "acheteur"),
    ("je dirige une PME de nettoyage", "entreprise"),
    ("nous sommes titulaires d'un marché de voirie", "entreprise"),
    ("je suis artisan", "entreprise"),
    ("chui maçon", "entreprise"),
    ("on est une boîte de peinture", "entreprise"),
    ("je suis conducteur de travaux", "entreprise"),
    ("je représente une société de gardiennage", "entreprise"),
    ("je suis électricienne à mon compte", "entreprise"),
    ("en tant qu'entreprise candidate", "entreprise"),
    ("nous sommes sous-traitants", "entreprise"),
    ("je suis gérante d'une TPE", "entreprise"),
    ("je suis le nouveau référent insertion", "referent"),
    ("on m'a nommée référente clauses", "referent"),
    ("je viens d'être nommé référent dans mon entreprise", "referent"),
    ("je suis facilitateur au PLIE", "facilitateur"),
    ("je suis facilitatrice des clauses sociales", "facilitateur"),
    ("je travaille comme chargée de mission clauses", "facilitateur"),
    ("je suis coordonnatrice clauses", "facilitateur"),
]
NOBODY = [
    "quel est le rôle du facilitateur ?",
    "une entreprise peut-elle refuser ?",
    "l'acheteur doit-il contrôler les heures ?",
    "bonjour",
    "",
    "trouver une association intermédiaire",
    "quelles pénalités pour le titulaire ?",
    "comment choisir le référent ?",
]
DOCUMENTS = [
    ("une fiche de poste pour le référent", "fiche_de_poste"),
    ("la fiche poste svp", "fiche_de_poste"),
    ("un modèle de lettre de mission", "fiche_de_poste"),
    ("fdp du référent", "fiche_de_poste"),
    ("les fiches de postes", "fiche_de_poste"),
    ("un modèle de convention", "convention"),
    ("une convention avec le facilitateur", "convention"),
    ("notre accord de partenariat", "convention"),
    ("un plan d'action sur 90 jours", "plan_action"),
    ("des plans d'actions", "plan_action"),
    ("la feuille de route", "plan_action"),
    ("un rétroplanning", "plan_action"),
    ("le tableau de suivi des heures", "tableau_suivi"),
    ("un tableau de bord", "tableau_suivi"),
    ("un fichier Excel", "tableau_suivi"),
    ("donnez-moi un tableur", "tableau_suivi"),
    ("rédigez ma clause", "clause"),
    ("un texte pour mon CCAP", "clause"),
    ("un modèle de clause pour l'acte d'engagement", "clause"),
    ("le paragraphe à coller dans le DCE", "clause"),
]
NO_DOCUMENT = ["bonjour", "", "un esat à Lyon", "combien d'heures ?"]


@pytest.mark.parametrize(("text", "profile"), PROFILES)
def test_who_speaks_is_found_when_they_speak_of_themselves(text: str, profile: str) -> None:
    assert [value for value, _, _ in find_profile(text)][:1] == [profile]


@pytest.mark.parametrize("text", NOBODY)
def test_a_sentence_about_others_says_nothing_of_who_speaks(text: str) -> None:
    assert find_profile(text) == []


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("acheteur", "acheteur"),
        ("une entreprise", "entreprise"),
        ("le facilitateur", "facilitateur"),
        ("référente", "referent"),
    ],
)
def test_one_word_is_enough_in_answer_to_the_question(text: str, profile: str) -> None:
    assert [value for value, _, _ in find_profile(text, answering=True)] == [profile]


def test_a_referent_also_says_on_which_side_they_are() -> None:
    found = [value for value, _, _ in find_profile("je suis le référent d'une mairie")]
    assert found == ["referent", "acheteur"]


@pytest.mark.parametrize("text", [text for text, _ in PROFILES])
def test_the_words_found_are_those_of_the_text(text: str) -> None:
    for _, start, end in find_profile(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(("text", "document"), DOCUMENTS)
def test_the_document_named_is_found(text: str, document: str) -> None:
    found = find_document(text)
    assert found and found[0] == document


@pytest.mark.parametrize("text", NO_DOCUMENT)
def test_no_document_is_invented(text: str) -> None:
    assert find_document(text) is None


@pytest.mark.parametrize(
    "text", ["je suis " * 3_000, "acheteur " * 3_000, "\x00\u202e", "je suis" + " " * 10_000], ids=range(4)
)
def test_hostile_texts_never_raise(text: str) -> None:
    find_profile(text, answering=True)
    find_document(text)
