"""The words around a name or number that tell whether it is a place.

Folded forms (no accents, no capitals). They belong to the French language rather than to the content of the
assistant, so they stay with the code that reads them.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words(
    "le la les l un une des du ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur "
    "leurs quel quelle quels quelles chaque tout toute tous toutes plusieurs quelques aucun aucune au aux"
)
LOCATIVES = _words("a vers sur pres proche autour cote secteur dans jusqu hors aupres")
EXPLICIT = _words("ville villes mairie commune communes maire canton village municipalite habite habitons")
PLACE_NOUNS = EXPLICIT | _words(
    "agglo agglomeration metropole secteur region territoire zone bourg pres proche autour environs "
    "alentours cote loin peripherie banlieue centre nord sud est ouest pays quartier quartiers gare chu "
    "hopital port campus site chantier prefecture partir bassin departement ccas departements"
)
ACTORS = _words(
    "facilitateur facilitateurs facilitatrice facilitatrices siae geiq esat ea eatt ei eis etti ettis aci "
    "acis ai eiti plie plies mission missions locale locales local acteurs acteur entreprise entreprises "
    "structure structures association associations contact contacts referent referents referente ddets "
    "dreets prescripteur prescripteurs emploi travail insertion departement departements prefecture "
    "partenaires partenaire chantier chantiers interim interimaire adapte adaptees adaptee ccas agence "
    "agences antenne annuaire cap rsa conseil departemental clause clauses clausier territoire zone "
    "secteur bassin nettoyage espaces verts batiment proprete btp traiteur restauration numerique textile "
    "dechets recyclage blanchisserie interimaires"
)
CLOSERS = _words(
    "et ou pour avec qui que quoi je j on nous vous il elle ils svp stp merci s si pres depuis en a quel dan ds "
    "quels quelle dans mais pr virgule est sont comment pouvez peux avez y ai aurais cherche car puis please bonjour "
    "lundi mardi mercredi jeudi vendredi "
    "debut fin courant avant demain "
    "cordialement sinon cedex france centre nord sud ouest alors c ce ca plutot faut fo ki kel dsl jsuis chuis"
)
FILLERS = _words(
    "a au aux sur de du des d la le les l dans en vers chez c est ce je j suis bonjour bonsoir oui non "
    "euh ben bah alors plutot svp stp merci ville commune mairie ok accord s il vous plait mon ma notre "
    "territoire nous sommes habite travaille pres cote secteur autour pour et ou donc voila dept "
    "departement region"
)
STREETS = _words(
    "rue rues avenue av ave boulevard bd bld bvd place quai chemin route allee allees impasse cours "
    "square faubourg fbg fg porte chaussee passage esplanade rocade carrefour venelle sente ruelle voie "
    "promenade parvis"
)
COMPANIES = _words(
    "societe sarl sas sasu sa eurl scop scic entreprise entreprises groupe cabinet association asso ets "
    "etablissements compagnie firme agence bailleur maison fondation banque club olympique chez"
)
PERSONS = _words("monsieur madame mademoiselle m mr mme mlle docteur dr maitre me prenom appelle nomme nommee")
UNITS = _words(
    "h heure heures heur eure eures hrs euro euros eur e k ke m me md mois an ans annee annees jour jours j semaine "
    "semaines sem minutes min mn pourcent pct personne personnes salarie salaries agent agents etp "
    "km kms kilometre kilometres metre metres m2 m3 kg tonne tonnes lot lots marche marches contrat "
    "contrats poste postes place places fois points point million millions milliard milliards mille cent "
    "cents ht ttc habitants habitant candidat candidats offre offres beneficiaire beneficiaires "
    "structures entreprises chantiers batiments immeubles ecoles creches appartements villas ouvriers jeunes "
    "embauches recrutements candidatures demandeurs femmes hommes equipes classes salles siae actes "
    "logements facilitateurs clauses questions articles pages janvier fevrier "
    "mars avril mai juin juillet aout septembre octobre novembre decembre juillets eme ieme "
    "degres participants stagiaires apprentis apprenti"
)
NUMBERED = _words(
    "lot lots article articles art annexe annexes alinea numero no n tranche tranches phase etape page "
    "version point points chapitre question option critere ccag formulaire dc cerfa bat batiment "
    "appartement niveau etage siret siren telephone tel tph fax poste loi decret arrete directive "
    "reference ref marche code depuis lettre titre section partie janvier fevrier mars avril mai juin "
    "juillet aout septembre octobre novembre decembre facteur facteurs age plus moins environ entre total "
    "soit fait top moyenne catia pour"
)
MONEY = _words(
    "budget montant euros euro eur estime estimee valeur seuil cout couts chiffre prix evalue enveloppe "
    "fixe eleve heures marche marches ht ttc k ke"
)
SEA = _words(
    "mer marine marines maritime meteo tunnel ferry bateau bateaux traverser traversee plage houle maree cotiere"
)
DATES = _words(
    "reunion date rendez rdv avant apres seance version mois courrier courriel mail arrete jeudi lundi "
    "mardi mercredi vendredi samedi dimanche au"
)  # fmt: skip
# Before a name, never « de »: « la clinique Saint-Étienne » is a building, « l'hôpital de Roubaix » the town's.
CUSTOMERS = _words("client cliente operateur fournisseur prestataire sponsor concurrent")  # « mon client Orange »
PRECISING = _words("plus precisement exactement et surtout c est dans le au du l secteur cote quartier")
SEEKING = _words("cherche cherchons recherche besoin faut veux voudrais travaille")
BEFORE_HEARD = ACTORS | _words("a de d du des vers sur au aux en dans pres cote pour pr ville")
CLUBS = _words("rc fc as sc us om ogc losc asse rct asm ubb stade")  # « le RC Lens »
APPRAISING = _words("soit serait etait sera trop super tres plutot vraiment assez")  # « c'est trop nice »
TELEPHONY = _words("operateur fibre telephone telephones telephonie telephonique box forfait internet mobile telecom")
ESTABLISHMENTS = _words(
    "clinique hopital lycee college ecole gymnase piscine stade residence ehpad quartier creche maternelle cite zac "
    "za zi usine restaurant hotel domaine chateau foyer mediatheque theatre eglise immeuble institut cabinet "
    "caserne brasserie cinema musee polyclinique"
)
FIRMS = _words(
    "eiffage vinci bouygues colas spie eurovia nge fayat demathieu razel sogea gtm campenon dumez cegelec ineo equans "
    "engie veolia suez onet sodexo elior samsic derichebourg atalian gsf edf enedis grdf sncf dalkia idverde "
    "gagneraud malet charier nexity icade sogeprom kaufman legendre besson snef citeos axima"
)
BRANCHES = _words(
    "construction constructions batiment route routes energie energies tp infrastructures proprete services reseaux "
    "immobilier industrie btp travaux habitat"
)
KINDS = _words(
    "siae geiq esat ea eatt ei eis etti ettis aci acis ai eiti plie plies facilitateur facilitateurs facilitatrice "
    "facilitatrices prescripteur prescripteurs ccas mission missions locale locales structures esats geiqs"
)
# Of those whom the directory lists, the words that speak of nothing else.
DIRECTORY = _words(
    "siae geiq geiqs esat esats ea ei eatt eis etti ettis aci acis eiti plie plies facilitateur facilitateurs "
    "facilitatrice facilitatrices prescripteur prescripteurs ccas mission missions insertion dinsertion linsertion "
    "adapte adaptes adaptee adaptees interim dinterim interimaire intermediaire "
    "intermediaires chantier chantiers ddets dreets cap"
)
# Words that a sentence is made of, and no name of a place begins or ends by.
SENTENCE = _words(
    "je tu il elle on nous vous ils elles qui que quoi ou et est c j n s t m y ai as a avez avons ont pour pr par pas "
    "ne svp stp si mais un une ce ces cette mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs avec dans "
    "es sont suis sommes etait"
)
# What a département has many of: « les collèges du 11 » is no date.
PUBLIC_ESTATE = _words("colleges lycees ecoles routes communes mairies maires hopitaux bailleurs boites entreprises")
VILLAGES = _words("village commune bourg bled patelin hameau bourgade trou coin ville")
NAMED = _words("appelle appele nomme nommee appellee denomme")
# What bears the name of a town without being there: food, teams, the name of a firm.
PRODUCTS = _words(
    "moutarde jambon savon savons nougat saucisse saucisses saucisson piment betises quiche quiches tarte porcelaine "
    "couteau couteaux dentelle tapisserie haricots lentilles noix pruneaux poulet poulets agneau melon melons oignon "
    "oignons sel huitres calissons tomme fromage fromages vin vins biere cassoulet andouille andouillette rillettes "
    "choucroute galette galettes far gateau foie madeleines caramels beurre potee miel sardines boeuf cidre brie "
    "reblochon bleu fourme biscuits dragees berlingots macarons nougats chocolats rosette quenelles tripes brandade"
)
# What is built with, « de » a town: « pierre de Caen », « tommettes de Salernes ».
MATERIALS = _words(
    "chaux pierre pierres tommettes tuile tuiles ardoise ardoises marbre granit gres ocre ciment brique briques "
    "faience faiences emaux blanc cristal cristaux verre verres toile toiles tapis laine soie granite galets"
)
EDIBLE = _words(
    "cantal comte brie savoie bordeaux bourgogne champagne cognac armagnac beaujolais chablis sancerre chinon vouvray "
    "saumur cahors madiran laguiole morbier epoisses langres munster livarot maroilles jura roquefort camembert alsace"
)
DISHES = PRODUCTS | _words(
    "plateau plateaux verre verres bouteille bouteilles caisse caisses raclette fondue brie comte roquefort camembert "
    "munster reblochon cantal morbier emmental gruyere chevre raisin charcuterie degustation degustations"
)
PLAYING = _words("joue jouent jouons jouera jouait affronte affrontent affrontons contre battu bat battent")
DAYS = _words("lundi mardi mercredi jeudi vendredi samedi dimanche demain")
SPORTS = _words("rugby foot football hand handball basket volley hockey supporter supporters maillot derby match")
SUPPORTERS = _words("supporter supporters fan fans joueur joueurs ultra ultras")
NAMING = _words("appelle appelons appelait nomme nommee nommees denommee baptise baptisee intitule intitulee enseigne")
NAMING_ITSELF = _words("appellera appelleront nommera nommeront")  # « s'appellera », not « vous appellera »
FAMILY_WOMEN = _words("fille filles mere soeur soeurs epouse")
FAMILY = FAMILY_WOMEN | _words("pere associe associes associees fils frere freres cie compagnie partners consorts")
# What follows the name of a place in that of a firm, and what goes before: « Vosges Granulats ».
FIRM_ENDINGS = _words(
    "business bank telecom consulting solutions holding cyberdefense granulats materiaux agregats beton betons enrobes "
    "carrieres negoce logistics group money"
)
SUPPLIERS = _words("carriere carrieres sabliere centrale scierie fournisseur negociant grossiste cimenterie")
HAD = _words(
    "besoin un une des du de deux trois quatre pas plus assez trop peu beaucoup fini marre"
)  # « en aura besoin »
LEGAL_FORMS = _words("sarl sas sasu eurl scop scic")
BANKS = _words("banque caisse mutuelle")  # « Banque de Savoie »
SHOPS = _words(
    "cafe bistrot brasserie restaurant hotel auberge boulangerie pizzeria pharmacie garage camping snack bar"
)
TRADING = _words("compagnie societe comptoir comptoirs savonnerie manufacture")
# A question to the directory, and what makes « lot », « marché » words of a tender.
ASKING = _words(
    "qui qu quel quelle quels quelles ou liste annuaire trouver trouve cherche cherchons recherche contact contacts "
    "connaissez toutes tous coordonnees existe numero tel telephone"
)
TENDER = _words(
    "marche marches lots dce ccap cctp rc allotissement offre offres attributaire titulaire candidat candidats "
    "consultation bpu acte procedure mapa heures repondre reponse soumissionner prevu prevue reserve reserver"
)
HAVING = _words("on il elle j tu")  # « on a nice ambiance »: no « à »
# « je ne connais pas Limoges » does not say that the place is not meant, « pourquoi pas Limoges » the contrary.
NOT_DENYING = _words(
    "pourquoi ou connais connait connaissons sais sait savons trouve trouvons vois voit voyons ai as a avons avez"
)
CORRECTING = _words("pardon oups erreur desole desolee correction rectification excusez non voulais")
CORRECTION = CORRECTING | _words(
    "enfin euh je veux dire c est a au aux en dans le la les l de d du sur oh ah moi plutot s il mais pas attendez "
    "attends attend heu ou ben bah vers"
)
HESITATING = _words("euh heu enfin non ah oh attendez attends pardon")
# « au bord de la Loire », « la vallée du Rhône » : the river, not the département.
RIVERSIDE = _words(
    "quai quais bord bords bordure rive rives berge berges vallee vallees fleuve riviere pont ponts crue crues "
    "confluent viaduc canal barrage chateaux cotes source estuaire gorges ecluse ecluses inondation inondations gue "
    "cours"
)
SIZES = _words("petite petit grosse gros grande grand jeune")
INDEFINITE = _words("un une ce cet cette chaque plusieurs quelques aucun aucune mon ma notre votre son sa leur")
COORDINATING = _words("et ou ni a au aux de d du des la le les l sur en")
LISTING = _words("le la les l dans donc soit c est a savoir departements departement en et")
KINDS_AND_QUALITIES = KINDS | _words("insertion adaptee adaptees interim emploi intermediaire intermediaires")
AGGLOMERATIONS = _words("agglo agglopole agglomeration metropole eurometropole intercommunalite interco epci comcom")
_ORDINAL_WORDS = (
    "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme "
    "douzieme treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme vingtieme"
)
ORDINALS = {word.replace("-", " "): value for value, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
