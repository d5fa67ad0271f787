"""A complete example, all fictional, and LibreOffice for the tests that need to see the documents."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NO_OFFICE = (
    "LibreOffice ou pdftoppm absent : apt-get install -y --no-install-recommends "
    "libreoffice-writer libreoffice-calc poppler-utils"
)


@pytest.fixture
def data() -> dict[str, Any]:
    return {
        "organisation": "Bâti-Exemple",
        "audience": "entreprise",
        "territoire_nom": "Villeurbanne (69)",
        "date_production": "2026-11-22",
        "contrat": {
            "intitule": "Rénovation du groupe scolaire des Tilleuls",
            "montant": 1_000_000,
            "heures": 833,
            "taux": 0.05,
            "duree_mois": 10,
            "date_debut": "2026-12-01",
        },
        "scores": {"pertinence": 72, "territoire": 35, "referent": 15, "facilitateur": 90},
        "plan": [
            {
                "facteur": "referent",
                "action": "Nommer une personne référente.",
                "echeance": "30 jours",
                "qui": "Direction",
                "intent": "/faq/referent_interne",
            },
            {"facteur": "territoire", "action": "Rencontrer deux structures.", "echeance": "2026-12-25"},
        ],
        "acteurs": [
            {
                "nom": "Atelier des Tilleuls",
                "type_acteur": "siae",
                "kind": "aci",
                "adresse": "1 rue de l'Exemple",
                "code_postal": "69100",
                "commune": "Villeurbanne",
                "telephone": "+33 4 72 00 00 00",
                "courriel": "accueil@atelier.example",
                "site_web": "https://atelier.example",
                "secteurs": ["batiment", "espaces_verts"],
                "motif": "siège dans la commune",
                "source": "annuaire de démonstration",
                "date_maj": "2026-10-02",
                "fictif": True,
            },
            {
                "nom": "Maison de l'emploi exemple",
                "kind": "facilitateur",
                "commune": "Lyon",
                "code_postal": "69003",
                "telephone": "04 72 00 00 01",
                "courriel": "clauses@maison.example",
                "source": "annuaire de démonstration",
                "fictif": True,
            },
        ],
    }


Convert = Callable[[bytes, str, str], Path]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts a file's bytes with LibreOffice; skips, or fails when EXIGER_TOUT=1, where it is absent."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftoppm") is None:
        if os.environ.get("EXIGER_TOUT") == "1":
            pytest.fail(NO_OFFICE)
        pytest.skip(NO_OFFICE)
    profile = tmp_path_factory.mktemp("profil-libreoffice").as_uri()

    def run(content: bytes, name: str, target: str) -> Path:
        folder = tmp_path_factory.mktemp("conversion")
        source = folder / name
        source.write_bytes(content)
        output = folder / "sortie"
        command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", target]
        command += ["--outdir", str(output), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return output / f"{source.stem}.{target}"

    return run
