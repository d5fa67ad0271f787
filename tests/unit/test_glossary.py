"""Which term of the glossary a sentence asks about."""

from pathlib import Path

import pytest

from bot.glossary import GlossaryError, find_term, load, terms

REQUIRED = """
SIAE ACI EI ETTI AI EITI GEIQ EA EATT ESAT OPCS PLIE ML QPV DELD RQTH OETH ASS AAH RSA SPASER PNAD DCE RC CCAP
CCTP AE CCAG DPGF ESS RSE DDETS DREETS IAE CDDI PMSMP ETP AVE CCAS SPIP PJJ EPIDE E2C ANRU BPU MAPA AO CCP
PLACE TPE PME EPCI
"""

REQUIRED_WORDS = (
    "France Travail",
    "Cap emploi",
    "Lot",
    "Allotissement",
    "Titulaire",
    "Co-traitance",
    "Sous-traitance",
    "Mise à disposition",
    "Facilitateur",
    "Référent",
    "Prescripteur",
    "Globalisation",
    "Clause sociale",
    "Condition d'exécution",
    "Critère d'attribution",
    "Marché réservé",
    "Sourcing",
)

ASKED = [
    # the term alone, in any writing
    ("etti", "ETTI"),
    ("SIAE ?", "SIAE"),
    ("S.I.A.E.", "SIAE"),
    ("C C A P", "CCAP"),
    ("les geiqs", "GEIQ"),
    ("ai", "AI"),
    ("AI ?", "AI"),
    ("une ei", "EI"),
    ("lot", "Lot"),
    ("ass", "ASS"),
    ("ML", "ML"),
    ("place", "PLACE"),
    ("ccag travaux", "CCAG Travaux"),
    ("école de la 2e chance", "E2C"),
    # with a cue before it
    ("que veut dire ETTI ?", "ETTI"),
    ("ke ve dire ETTI", "ETTI"),
    ("Que signifie le sigle PLIE ?", "PLIE"),
    ("que veut dire : DPGF", "DPGF"),
    ("c'est quoi une ai ?", "AI"),
    ("c'est quoi un lot ?", "Lot"),
    ("c quoi le rc", "RC"),
    ("cest quoi lallotissement", "Allotissement"),
    ("définition de prescripteur", "Prescripteur"),
    ("definition de l'ass", "ASS"),
    ("Qu'est-ce que l'OETH ?", "OETH"),
    ("qu’est-ce qu’un référent ?", "Référent"),
    ("sigle ea", "EA"),
    ("l'acronyme spaser signifie quoi", "SPASER"),
    ("qu'entend-on par marché réservé", "Marché réservé"),
    ("je ne sais pas ce que veut dire ACI", "ACI"),
    ("c'est quoi l'AVE", "AVE"),
    ("que veut dire AE dans le DCE ?", "AE"),
    ("ça veut dire quoi, la globalisation ?", "Globalisation"),
    # with a cue after it
    ("ETTI, ça veut dire quoi ?", "ETTI"),
    ("le CCTP c'est quoi par rapport au CCAP", "CCTP"),
    ("QPV kesako", "QPV"),
    ("SIAE GEIQ EA c'est quoi tout ça", "EA"),
    ("RQTH ça signifie quoi svp", "RQTH"),
    ("le mot sourcing veut dire quoi exactement", "Sourcing"),
    # inside a sentence
    ("j'ai lu DELD dans le CCAP, ça veut dire quoi ?", "DELD"),
    ("dans le CCAP, c'est quoi une ETTI ?", "ETTI"),
    ("dans le CCAP, une ETTI c'est quoi ?", "ETTI"),
    ("Bonjour, l'acheteur me parle de PMSMP, je ne connais pas", "PMSMP"),
    ("J'ai une AI qui me contacte, c'est bien ?", "AI"),
    ("on me demande un ei, je suis perdu", "EI"),
    ("le titulaire doit contacter la SIAE, je comprends pas", "SIAE"),
    ("AI ou association intermédiaire ?", "AI"),
    ("entreprise de travail temporaire d'insertion", "ETTI"),
    ("entreprises de travail temporaire d'insertion", "ETTI"),
    ("marchés réservés", "Marché réservé"),
    ("CONDITION D'EXECUTION", "Condition d'exécution"),
    ("conditions d'exécution : définition", "Condition d'exécution"),
    ("c'est quoi la différence entre EI et ETTI", "ETTI"),
    ("pole emploi", "France Travail"),
    ("cotraitance", "Co-traitance"),
    ("maître d'oeuvre", "MOE"),
    ("c'est quoi la part de main d'œuvre", "Part de main-d'œuvre"),
    ("J'AI LU ESAT QUELQUE PART", "ESAT"),
    ("tpe/pme ça veut dire quoi", "PME"),
    # a long word, misspelt
    ("c'est quoi la globalizasion", "Globalisation"),
    ("que veut dire facilitatteur", "Facilitateur"),
    ("prescipteur ?", "Prescripteur"),
]

NOT_ASKED = [
    "",
    "   ",
    "🙂🙂",
    "j'ai une question",
    "J'AI UNE QUESTION",
    "qu'est-ce que j'ai à faire ?",
    "vous l'ai-je dit ?",
    "je les ai appelés",
    "je travaille dans le lot et garonne",
    "une bouteille de 50 ml",
    "50 ML de peinture",
    "je suis sur place demain",
    "c'est quoi la place de mon entreprise ici",
    "que veut dire XYZQ dans le CCAP ?",
    "je réponds à un marché réservé, que veut dire KZW ?",
    "que veut dire anticonstitutionnellement",
    "bonjour",
    "assez",
    "je passe à l'easyjet",
]


@pytest.mark.parametrize(("text", "sigle"), ASKED)
def test_the_term_asked_is_found(text: str, sigle: str) -> None:
    found = find_term(text)
    assert found is not None
    assert found.sigle == sigle


@pytest.mark.parametrize("text", NOT_ASKED)
def test_an_ordinary_word_or_an_unknown_term_is_not_taken_for_a_known_one(text: str) -> None:
    assert find_term(text) is None


@pytest.mark.parametrize("sigle", [*REQUIRED.split(), *REQUIRED_WORDS])
def test_every_expected_term_is_in_the_glossary_and_answers_for_itself(sigle: str) -> None:
    found = find_term(f"que veut dire {sigle} ?")
    assert found is not None
    assert found.sigle == sigle


def test_the_glossary_holds_as_many_terms_as_the_assistant_announces() -> None:
    assert len(terms()) > 100  # "Je connais plus de 100 sigles et mots du métier" (utter_faq/glossaire)


def test_every_spelling_of_every_term_leads_to_a_term() -> None:
    for term in terms():
        for spelling in (term.sigle, *filter(None, (term.developpe,)), *term.variantes):
            assert find_term(f"c'est quoi {spelling} ?") == term, spelling


def test_every_term_is_described_in_one_to_three_sentences_with_a_topic_to_go_on() -> None:
    for term in terms():
        assert term.definition.endswith((".", "..."))
        assert 5 <= len(term.definition.split()) <= 50, term.sigle
        assert term.voir


def test_adapted_enterprises_geiq_and_esat_are_said_not_to_be_siae() -> None:
    for sigle in ("GEIQ", "EA", "EATT", "ESAT"):
        term = find_term(sigle)
        assert term is not None
        assert "Ce n'est pas une structure d'insertion par l'activité économique" in term.definition


def test_a_huge_message_is_read_by_its_end() -> None:
    found = find_term("bla " * 10_000 + "que veut dire ETTI ?")
    assert found is not None
    assert found.sigle == "ETTI"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("termes: [", "YAML incorrect"),
        ("autre: 1", "termes"),
        ("termes: [ETTI]", "n° 1"),
        ("termes: [{sigle: ETTI, voir: siae}]", "definition"),
        ("termes: [{sigle: ETTI, definition: Intérim., voir: siae, variantes: interim}]", "variantes"),
        ("termes: [{sigle: ETTI, definition: Intérim., voir: siae, prudence: oui}]", "prudence"),
        (
            "termes: [{sigle: EI, definition: a, voir: siae}, {sigle: ei, definition: b, voir: siae}]",
            "deux fois",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_reason(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "glossaire.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GlossaryError, match=reason) as refused:
        load(path)
    assert "glossaire.yml" in str(refused.value)


def test_an_absent_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"absent\.yml"):
        load(tmp_path / "absent.yml")
