"""The chat page in a browser: talking, cards, drawings, hostile content, failures, coming back."""

from fake_server import FakeServer
from playwright.sync_api import BrowserContext, Page, Route, expect
from talk import focused, message_box, settled, tell


def test_the_assistant_speaks_first_without_showing_the_command(page: Page, server: FakeServer) -> None:
    assert server.received[0]["bouton"] == "/salutation"
    assert page.locator(".said").count() == 0
    assert "salutation" not in page.locator("body").inner_text()


def test_a_whole_conversation_is_held_with_the_keyboard(page: Page, server: FakeServer) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "Aller à la zone de saisie"
    page.keyboard.press("Enter")
    assert focused(page) == "message"
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    assert focused(page) == "J'achète\u00a0: je passe des marchés"
    page.keyboard.press("Enter")
    settled(page, 2)
    assert "J'achète" in focused(page)
    page.keyboard.press("Tab")
    assert focused(page) == "Voir les quatre facteurs clés"
    page.keyboard.press("Space")
    settled(page, 3)
    page.keyboard.press("Escape")
    page.keyboard.type("Première ligne")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("deuxième ligne")
    page.keyboard.press("Enter")
    settled(page, 4)
    assert server.received[-1]["texte"] == "Première ligne\ndeuxième ligne"
    assert focused(page) == "message"
    assert message_box(page).input_value() == ""
    assert [sent.get("bouton") for sent in server.received[1:3]] == [
        '/declarer_profil{"profil": "acheteur"}',
        "/faq/facteurs_cles",
    ]
    assert len({sent["conversation"] for sent in server.received}) == 1


def test_screen_readers_hear_who_speaks(page: Page) -> None:
    turn = tell(page, "Bonjour")
    assert turn.locator(".said").text_content() == "Vous avez dit : Bonjour"
    assert turn.locator(".speaker").text_content().startswith("L'assistant répond :")
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")


def test_past_choices_stay_readable_but_can_no_longer_be_made(page: Page) -> None:
    page.get_by_role("button", name="Je suis une entreprise").click()
    settled(page, 2)
    past = page.locator(".turn").first.get_by_role("button")
    assert past.count() == 4
    for button in past.all():
        expect(button).to_be_disabled()
        expect(button).to_be_visible()
    expect(page.get_by_role("button", name="Calculer des heures")).to_be_enabled()


def test_an_empty_message_is_not_sent(page: Page, server: FakeServer) -> None:
    message_box(page).fill("   \n ")
    message_box(page).press("Enter")
    assert page.locator(".turn").count() == 1
    assert len(server.received) == 1


def test_a_second_message_waits_for_the_answer_of_the_first(page: Page, server: FakeServer) -> None:
    held: list[Route] = []
    page.route("**/message", lambda route: held.append(route))
    message_box(page).fill("un")
    message_box(page).press("Enter")
    expect(page.locator(".typing")).to_contain_text("L'assistant prépare sa réponse")
    message_box(page).fill("deux")
    message_box(page).press("Enter")
    assert page.locator(".turn").count() == 2
    assert message_box(page).input_value() == "deux"
    held[0].continue_()
    settled(page, 2)
    assert [sent.get("texte") for sent in server.received[1:]] == ["un"]


def test_actors_are_cards_and_their_list_is_not_read_twice(page: Page) -> None:
    turn = tell(page, "annuaire")
    assert turn.locator(".words").inner_text().startswith("J'ai trouvé 8 acteurs pour Roubaix (59)")
    assert "Beffroi" not in turn.locator(".words").inner_text()
    first, stale, silent = turn.get_by_role("article").all()
    assert first.get_by_role("heading").inner_text() == "Les Ateliers du Beffroi"
    for words in (
        "entreprise d'insertion (EI), Roubaix",
        "siège dans la commune",
        "exemple fictif",
        "2 octobre 2026",
    ):
        expect(first).to_contain_text(words)
    phone, mail, site = first.get_by_role("link").all()
    assert phone.get_attribute("href") == "tel:0353011234"
    assert mail.get_attribute("href") == "mailto:contact@ateliers-beffroi.example"
    assert site.get_attribute("href") == "https://ateliers-beffroi.example/"
    assert site.get_attribute("rel") == "noopener noreferrer"
    assert "plus d'un an" not in first.inner_text()
    expect(stale).to_contain_text("fiche de plus d'un an")
    expect(silent).to_contain_text("Métropole européenne de Lille")
    expect(turn).to_contain_text("Ces acteurs sont fictifs")
    folded = turn.locator("details")
    expect(folded.locator("li").first).to_be_hidden()
    folded.locator("summary").click()
    assert folded.locator("li").count() == 3


def test_when_nobody_matches_the_whole_text_is_shown(page: Page) -> None:
    turn = tell(page, "personne")
    assert turn.get_by_role("article").count() == 0
    expect(turn.locator(".words li").first).to_be_visible()


def test_drawings_have_their_text_alternative_and_are_loaded(page: Page) -> None:
    image = tell(page, "dessin").get_by_role("img", name="Les quatre facteurs clés")
    expect(image).to_be_visible()
    image.evaluate("image => image.decode()")
    radar = tell(page, "diagnostic").get_by_role("img", name="Pertinence 67")
    radar.evaluate("image => image.decode()")


def test_results_and_documents_have_their_panel(page: Page) -> None:
    hours = tell(page, "calcul").get_by_role("article")
    for words in ("833 heures", "0,52", "1 000 000 €", "50 %", "12 mois"):
        assert words in " ".join(hours.inner_text().split()), words
    lever = tell(page, "levier").get_by_role("article")
    expect(lever).to_contain_text("Condition d'exécution")
    expect(lever).to_contain_text("à vérifier")
    turn = tell(page, "document")
    download = turn.get_by_role("link", name="Télécharger fiche-de-poste-referent.docx")
    assert download.get_attribute("href").endswith("/assistant/documents/abc.def")
    assert "http" not in turn.locator(".words").inner_text()
    expect(turn).to_contain_text("22 décembre 2026")


def test_an_unknown_kind_of_message_draws_nothing(page: Page) -> None:
    turn = tell(page, "inconnu")
    assert turn.locator(".answer > *").count() == 2
    expect(turn).to_contain_text("Le texte suffit.")


def test_text_becomes_lists_and_a_source_line(page: Page) -> None:
    turn = tell(page, "facteurs")
    assert turn.locator(".words li").count() == 4
    assert turn.locator(".source").inner_text() == "Source\u00a0: facteurs clés de succès."


def test_what_the_assistant_sends_is_never_run_nor_read_as_html(page: Page) -> None:
    turn = tell(page, "injection")
    expect(turn.locator(".words")).to_contain_text("<script>window.attacked = 1</script>")
    assert turn.locator("script, i:not(.typing i), b").count() == 0
    assert page.evaluate("window.attacked") is None
    addresses = [link.get_attribute("href") for link in turn.get_by_role("link").all()]
    assert addresses == [
        "https://exemple.fr/a?b=1&c=",
        "mailto:aide@exemple.fr",
        "tel:0353011234",
        "mailto:x@y.example",
    ]
    sources = [image.get_attribute("src") for image in turn.locator("img").all()]
    assert all(source.startswith("data:image/svg+xml") for source in sources) and len(sources) == 1
    assert "\u202e" not in turn.text_content()
    expect(turn.get_by_role("button", name="<b>Gras</b>")).to_be_visible()


def test_what_the_person_types_is_shown_as_typed(page: Page) -> None:
    typed = "<img src=x onerror=attacked=1> [a](javascript:b) \u202eabc"
    turn = tell(page, typed)
    assert turn.locator(".said").inner_text().endswith("<img src=x onerror=attacked=1> [a](javascript:b) abc")
    assert turn.locator("img, a").count() == 0
    arabic = tell(page, "مرحبا كيف الحال")
    assert arabic.locator(".said p").evaluate("p => p.matches(':dir(rtl)')") is True


def test_a_very_long_message_neither_slows_nor_widens_the_page(page: Page) -> None:
    tell(page, "a" * 20_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reload_resumes_the_conversation(page: Page, server: FakeServer) -> None:
    tell(page, "annuaire")
    page.reload()
    turn = settled(page, 2)
    assert turn.get_by_role("article").count() == 3
    expect(page.get_by_role("button", name="Je suis facilitateur")).to_be_disabled()
    expect(page.get_by_role("button", name="Voir la suite")).to_be_enabled()
    tell(page, "encore")
    assert [sent.get("texte") for sent in server.received[1:]] == ["annuaire", "encore"]
    assert len({sent["conversation"] for sent in server.received}) == 1


def test_a_new_conversation_asks_first_then_forgets(page: Page, server: FakeServer) -> None:
    tell(page, "mon secret")
    page.get_by_role("button", name="Nouvelle conversation").click()
    dialog = page.get_by_role("dialog", name="Commencer une nouvelle conversation")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page) == "Nouvelle conversation"
    assert page.locator(".turn").count() == 2
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Recommencer").click()
    settled(page, 1)
    assert focused(page) == "message"
    assert "mon secret" not in page.evaluate("JSON.stringify(localStorage)")
    before, _, after = [sent["conversation"] for sent in server.received]
    assert before != after and len(after) == 32


def test_two_tabs_show_the_same_conversation(context: BrowserContext, page: Page, server: FakeServer) -> None:
    other = context.new_page()
    other.goto(server.address)
    settled(other, 1)
    tell(other, "annuaire")
    assert settled(page, 2).get_by_role("article").count() == 3


def test_the_page_works_where_storage_is_refused(context: BrowserContext, server: FakeServer) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('non') }})"
    context.add_init_script(refuse)
    page = context.new_page()
    page.goto(server.address)
    settled(page, 1)
    tell(page, "un")
    tell(page, "deux")
    assert len({sent["conversation"] for sent in server.received}) == 1


def test_without_network_the_message_is_kept_and_sent_again(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    turn = tell(page, "Êtes-vous là ?")
    expect(turn).to_contain_text("Je n'arrive pas à joindre l'assistant.")
    context.set_offline(False)
    turn.get_by_role("button", name="Réessayer").click()
    expect(turn).to_contain_text("Vous avez écrit")
    assert turn.locator(".trouble").count() == 0
    assert "Êtes-vous là" in focused(page)


def test_each_failure_of_the_server_has_its_sentence(page: Page, server: FakeServer) -> None:
    for status, words in (
        (500, "a rencontré un problème"),
        (503, "a rencontré un problème"),
        (429, "Patientez un instant"),
        (400, "n'a pas pu lire ce message"),
        (504, "trop de temps"),
    ):
        server.failing = [status]
        turn = tell(page, f"essai {status}")
        expect(turn).to_contain_text(words)
        expect(turn.get_by_role("button", name="Réessayer")).to_be_visible()
    assert page.get_by_role("button", name="Réessayer").count() == 1
    expect(page.locator(".turn").nth(1)).to_contain_text("Message resté sans réponse.")


def test_a_message_too_long_for_the_server_can_be_shortened(page: Page, server: FakeServer) -> None:
    server.failing = [413]
    tell(page, "trop long").get_by_role("button", name="Modifier mon message").click()
    assert message_box(page).input_value() == "trop long"
    assert focused(page) == "message"


def test_an_answer_that_is_not_one_is_a_failure(page: Page) -> None:
    bodies = ["<html>Connectez-vous au portail</html>", "[]", '{"a": 1}']
    page.route("**/message", lambda route: route.fulfill(status=200, body=bodies.pop()))
    while bodies:
        expect(tell(page, "essai")).to_contain_text("a rencontré un problème")


def test_a_reload_before_the_answer_loses_nothing(page: Page, server: FakeServer) -> None:
    page.route("**/message", lambda route: None)
    message_box(page).fill("annuaire")
    message_box(page).press("Enter")
    expect(page.locator(".typing")).to_be_visible()
    page.reload()
    turn = settled(page, 2)
    expect(turn).to_contain_text("n'est pas arrivée")
    page.unroute_all(behavior="ignoreErrors")
    turn.get_by_role("button", name="Réessayer").click()
    expect(turn.get_by_role("article").first).to_be_visible()


def test_a_slow_answer_says_so_then_gives_up(context: BrowserContext, server: FakeServer) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(server.address)
    settled(page, 1)
    page.route("**/message", lambda route: None)
    message_box(page).fill("lent")
    message_box(page).press("Enter")
    expect(page.locator(".typing")).to_be_visible()
    page.clock.run_for(9_000)
    expect(page.locator(".typing")).to_contain_text("Merci de patienter")
    page.clock.run_for(40_000)
    expect(page.locator(".trouble")).to_contain_text("met trop de temps")
