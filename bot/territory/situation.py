"""The words that tell why a place is named: work to be done there, an actor wanted there, a home.

Folded forms, as in `cues`.
"""

from __future__ import annotations

from bot.territory import cues
from bot.territory.reading import Reading


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Where the speaker, or the firm, is: verbs of dwelling, premises, people, studies.
HOME = _words(
    "dort dorment dormons tenu tenait tenais tenions exerce exercais exercait dirigeais "
    "dirigeait tiens tient tenons dirige dirigeons gere gerons exploite exploitons appart "
    "appartement lyceen lyceenne eleve "
    "suis sommes jsuis jsui chuis chui habite habitons habites habitant habitante vis vit vivons vivent reside "
    "residons loge originaire originaires siege base basee bases basees installe installee installes installees "
    "implante implantee implantes implantees domicilie domiciliee domicilies etabli etablie etablis etablies "
    "depot locaux bureaux atelier garage entrepot fournil labo laboratoire boutique magasin hangar cabinet patron "
    "patronne employeur tuteur tutrice iut stage stagiaire alternance alternant alternante apprenti apprentie "
    "etudiant etudiante etudie inscrit inscrite master licence fac bts pme tpe sarl sas eurl scop esn agence "
    "succursale filiale"
)
LEAVING = _words(
    "pars part partons partent partant rentre rentrons rentrent reviens revient revenons arrive arrivons arrivent "
    "viens vient venons viennent venant venu venue venus appelle appelons telephone ecris ecrivons sors jviens "
    "jarrive"
)
FIRMS = _words("boite entreprise societe groupe association asso bureau client donneur commanditaire clients")
# Who buys, or bears the name of its town: named with another place, the work is at the other.
OWNERS = _words(
    "sci crous sdis ouvrage prestataire fournisseur collegue confrere transporteur maire mairie prefecture conseil "
    "rectorat academie universite chu ch chr chru ght hospitalier hospitaliere hopital sem spl semop oph opac "
    "bailleur hlm port cci cma chambre achats acheteur acheteuse drh rh dgs direction responsable charge chargee "
    "tribunal syndicat communaute office foncier collectivite foot rugby football handball basket"
)
PUBLIC_BUILDINGS = _words("mairie prefecture universite chu ch chr chru hospitalier hopital tribunal rectorat port")
OWNING_AREAS = _words("ville commune metropole agglo agglomeration departement region")
_WITHIN = _words("dans sur tout toute en")
HOUSING = _words("logements lits berceaux appartements chambres villas pavillons maisons")  # « 42 logements à Angers »
POSSESSIVES = _words("notre nos mon ma mes")
EARLIER = _words("etais etait etions avais avions")
BEING = _words("suis sommes jsuis jsui chuis chui")
WHOLE = _words("tout toute ensemble partout")  # « dans toute la Meuse »
ONLY = _words("uniquement seulement exclusivement juste")
POINTING = frozenset([("la", "bas"), ("sur", "place"), ("la", "dedans")])
AT_HOME = _words("moi nous vous eux elle lui toi le la les")
ADDING = _words("et ou ni puis ainsi sinon")  # « Pau et Tarbes »
ADDED = cues.COORDINATING | _words(
    "aussi egalement surtout meme pour qu que dans vers puis autre celui celle ceux celles"
)
OPPOSING = _words("mais or alors tandis sauf cependant pour")
OPPOSED = OPPOSING - {"pour", "alors", "sauf"}
ANOTHER = _words("autre autres second seconde deuxieme")
BESIDE = ANOTHER | _words("et ou ni pres cote proche puis aussi premier premiere")
LINKING = (
    BESIDE
    | cues.COORDINATING
    | cues.ESTABLISHMENTS
    | OWNERS
    | _words("celui celle ceux celles dans vers un une le la pour loin pas")
)
_WORK = _words(
    "demande demandais demandons demandait celui celle ceux celles chantier chantiers chantie marche marches lot "
    "lots travaux operation operations op site sites projet projets reception prestation prestations salon "
    "antenne concerne concernee concernes concernees heures mission besoin besoins faut fo cherche cherchons "
    "cherches cherchent recherche recherchons trouver lieu passe passent livre livrons livrent livraison pose "
    "posons posent ouvre ouvrons ouvrent organise organisons accueille refait refais refaisons refont refaire "
    "batit batir demolit demolition deconstruction ravalement amenage reamenage amenagement intervenir dossier porte "
    "curage terrassement evenement"
)
_BUILDING = _words("refait refais refaisons refont refaire batit demolit amenage reamenage ouvre ouvrons ouvrent pose")
_BUILDING_STEMS = ("livr", "agrandi", "repein", "nettoy", "transform", "renov", "rehabilit", "constru")
_HAVING = _words("a ai as ont avons avez avait")
_WON_STEMS = ("decroch", "obten", "obtien", "gagn")
_WORK_STEMS = (
    *_BUILDING_STEMS,
    "interv",
    "execut",
    "realis",
    "refect",
    "rempor",
    "recrut",
    "embauch",
    *_WON_STEMS,
    "cherch",
    "recherch",
)
_DEPARTMENTS = _words("service services pole cellule direction responsable")
_OFFICES = _DEPARTMENTS | _words(
    "boite pme agence cabinet chef cheffe conducteur conductrice directeur directrice charge chargee assistant "
    "assistante societe entreprise groupe sem spl sa office etablissement bureau"
)
_QUALITIES = _words("insertion adaptee adaptees intermediaire intermediaires interim temporaire locale locales travail")
_NOUNS = _words(
    "entreprise entreprises association associations asso assos boite boites structure structures mission "
    "missions agence agences atelier ateliers chantier chantiers"
)
_TRADE_ENDINGS = (
    "ier",
    "iere",
    "eur",
    "euse",
    "eure",
    "iste",
    "ien",
    "ienne",
    "trice",
    "ller",
    "llere",
    "macon",
    "architecte",
)
_NO_TRADES = cues.KINDS | _words(
    "quartier secteur premier premiere derniere dernier matiere filiere metier metiers dossier mobilier courrier "
    "interieur exterieur acteur valeur heure demandeur demandeurs candidature rien bien entretien soutien existe "
    "liste assiste consiste insiste persiste piste combien lien moyen meilleur ailleurs hier papier janvier fevrier "
    "singulier particulier entier atelier palier escalier milieu"
)


def is_work(form: str) -> bool:
    """Return whether a word tells of work to be done, or of what is looked for."""
    glued = form[1:] if form[:1] in ("j", "l", "d") else form  # « jinterviens »
    return form in _WORK or form.startswith(_WORK_STEMS) or glued.startswith(_WORK_STEMS)


def is_building(form: str) -> bool:
    """Return whether a word is a verb of what is done to a building: « nous rénovons », « refait »."""
    return form in _BUILDING or form.startswith(_BUILDING_STEMS)


def is_won(reading: Reading, position: int) -> bool:
    """Return whether a word tells of a building won for work: « a eu l'école », « ont eu le marché »."""
    if reading.form(position) != "eu" or reading.form(position - 1) not in _HAVING:
        return reading.form(position).startswith(("rempor", *_WON_STEMS))
    won = reading.form(position + 2)
    return won in cues.ESTABLISHMENTS - OWNERS or won in ("marche", "lot", "chantier", "contrat")


def is_kind_of_actor(reading: Reading, position: int) -> bool:
    """Return whether a kind of actor begins here: « entreprise d'insertion », « mission locale »."""
    form = reading.form(position)
    if form == "ai" and reading.surface(position, position + 1) == "ai":
        return reading.form(position - 1) in ("une", "l", "les", "des")  # not « j'ai »
    if form in cues.KINDS:
        return True
    if form not in _NOUNS:
        return False
    following = {reading.form(position + shift) for shift in (1, 2, 3)}
    return bool(following & _QUALITIES)


def is_office(reading: Reading, position: int) -> bool:
    """Return whether a word of work is inside the name of an office or of a job: « service des marchés »."""
    before = reading.form(position - 1)
    if reading.breaks(position) or before not in ("de", "d", "des", "du"):
        return before in _DEPARTMENTS
    return not _OFFICES.isdisjoint(reading.form(position - back) for back in (2, 3))


def is_owner(reading: Reading, position: int) -> bool:
    """Return whether the word is a buyer: « la mairie de », « au département de », not « dans tout le département »."""
    form, before = reading.form(position), reading.form(position - 1)
    if form in OWNERS:
        return True
    owning = before in ("la", "le", "l", "au", "du") or before in POSSESSIVES
    return form in OWNING_AREAS and owning and reading.form(position - 2) not in _WITHIN


def is_trade(form: str) -> bool:
    """Return whether a word may be a trade: « couvreur », « traiteure », « paysagiste »."""
    return len(form) > 4 and form.endswith(_TRADE_ENDINGS) and form not in _NO_TRADES
