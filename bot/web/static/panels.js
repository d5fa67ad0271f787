// Results of the guided journeys as small panels. The text before each says the same in words.
import { el, svg } from "./dom.js";
import { picture } from "./pictures.js";

const FACTORS = {
  pertinence: "Pertinence de l'action",
  territoire: "Contexte territorial",
  referent: "Référent en interne",
  facilitateur: "Relation avec le facilitateur",
};

const LEVERS = {
  condition_execution: "Condition d'exécution",
  critere_attribution: "Critère d'attribution",
  marche_reserve: "Marché réservé",
  marche_insertion: "Marché de qualification et d'insertion professionnelle",
  aucun: "Pas de clause sur ce marché",
};

const number = (value, options) => new Intl.NumberFormat("fr-FR", options).format(value);
const euros = (value) => number(value, { style: "currency", currency: "EUR", maximumFractionDigits: 2, trailingZeroDisplay: "stripIfInteger" });
const percent = (value) => number(value, { style: "percent", maximumFractionDigits: 2 });

const INPUTS = [
  ["montant", "Montant", euros],
  ["part_main_oeuvre", "Part de main-d'œuvre", percent],
  ["taux_insertion", "Taux d'insertion", percent],
  ["cout_horaire", "Coût horaire", euros],
];

/** The hours and what they were computed from. */
export function hours({ heures, etp, entrees, duree }) {
  if (!Number.isFinite(heures)) return null;
  const rows = INPUTS.filter(([key]) => Number.isFinite(entrees?.[key])).map(([key, name, show]) => [name, show(entrees[key])]);
  if (Number.isFinite(duree)) rows.push(["Durée", `${number(duree)} mois`]);
  return panel(
    "Heures d'insertion",
    el(
      "div",
      { class: "figures" },
      figure(number(heures), heures > 1 ? "heures" : "heure"),
      Number.isFinite(etp) && figure(number(etp, { maximumFractionDigits: 2 }), "équivalent temps plein sur un an"),
    ),
    facts(rows),
  );
}

/** The lever advised, the others, the obligation. */
export function lever({ recommandation, alternatives, obligation_2026: duty }) {
  if (!LEVERS[recommandation]) return null;
  const others = (Array.isArray(alternatives) ? alternatives : []).map((name) => LEVERS[name]).filter(Boolean);
  const said = duty === true ? "oui, d'après vos réponses" : duty === false ? "non, d'après vos réponses" : "à vérifier";
  const rows = [["Obligation d'août 2026", said]];
  if (others.length) rows.push(["Autres possibilités", others.map((name, index) => (index ? name.toLowerCase() : name)).join("\u00a0; ")]);
  return panel("Levier conseillé", el("p", { class: "advice" }, LEVERS[recommandation]), facts(rows));
}

/** The score of each factor, and the radar when there is one. */
export function diagnostic({ scores, radar }) {
  const known = Object.keys(FACTORS).filter((name) => Number.isFinite(scores?.[name]));
  if (!known.length) return null;
  const lines = known.map((name) => {
    const score = Math.max(0, Math.min(100, scores[name]));
    return el("li", { class: "score" }, el("span", {}, FACTORS[name]), el("b", {}, `${number(score)} / 100`), bar(score));
  });
  const drawn = radar?.svg ? picture({ svg: radar.svg, texte_alternatif: radar.texte }) : null;
  return panel("Votre diagnostic", el("ul", { class: "scores", role: "list" }, lines), drawn);
}

function panel(title, ...content) {
  return el("article", { class: "panel" }, el("h2", {}, title), ...content);
}

function figure(value, words) {
  return el("p", { class: "figure" }, el("strong", {}, value), " ", el("span", {}, words));
}

function facts(rows) {
  if (!rows.length) return null;
  return el("dl", { class: "facts" }, rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function bar(score) {
  return svg(
    "svg",
    { class: "bar", "aria-hidden": "true", viewBox: "0 0 100 10", preserveAspectRatio: "none" },
    svg("rect", { class: "rail", width: 100, height: 10 }),
    svg("rect", { class: "fill", width: score, height: 10 }),
  );
}
