// Actors and documents as cards.
import { el } from "./dom.js";
import { link, plain, safeAddress, typeset } from "./text.js";

/** « 2 octobre 2026 » for 2026-10-02 (a date or a time); the text itself when it is not a date. */
export function inFrench(date) {
  const time = Date.parse(date);
  if (Number.isNaN(time)) return plain(date);
  return new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" }).format(time);
}

/** The cards of a directory answer, or null when it holds nobody. */
export function actors({ acteurs }) {
  if (!Array.isArray(acteurs) || !acteurs.length) return null;
  return el("ul", { class: "actors", role: "list" }, acteurs.map((actor) => el("li", {}, actorCard(actor))));
}

function actorCard(actor) {
  const nature = [actor.libelle_kind ?? actor.kind, actor.commune].filter(Boolean).map(plain).join(", ");
  const badges = [
    actor.motif && el("li", { class: "badge why" }, plain(actor.motif)),
    actor.fictif && el("li", { class: "badge fake" }, "exemple fictif"),
    actor.perime && el("li", { class: "badge old" }, "fiche de plus d'un an, à vérifier"),
  ];
  const rows = [
    row("Téléphone", phoneLink(actor.telephone), true),
    row("Courriel", actor.courriel && link(`mailto:${plain(actor.courriel)}`, plain(actor.courriel)), true),
    row("Site", siteLink(actor.site_web), true),
    row("Adresse", actor.adresse && plain([actor.adresse, actor.code_postal, actor.commune].filter(Boolean).join(" "))),
    row("Intervient", actor.zone && plain(actor.zone)),
  ].flat();
  const facts = rows.some(Boolean) ? rows : row("Contact", "non renseigné");
  const origin = [
    actor.date_maj && `Fiche mise à jour le ${inFrench(actor.date_maj)}`,
    actor.source && `source : ${actor.source}`,
  ].filter(Boolean);
  return el(
    "article",
    { class: "card actor" },
    el("h2", { dir: "auto" }, plain(actor.nom)),
    nature && el("p", { class: "kind" }, nature),
    badges.some(Boolean) && el("ul", { class: "badges", role: "list" }, badges),
    el("dl", { class: "facts" }, facts),
    origin.length > 0 && el("p", { class: "origin" }, typeset(`${origin.join(" ; ")}.`)),
  );
}

function row(name, value, contact = false) {
  const kind = contact ? { class: "contact" } : {};
  return value ? [el("dt", kind, name), el("dd", kind, value)] : [];
}

function phoneLink(number) {
  const digits = plain(number).replace(/[^\d+]/g, "");
  if (!digits) return null;
  return digits.length < 3 ? plain(number) : el("a", { href: `tel:${digits}` }, plain(number));
}

function siteLink(site) {
  if (!site) return null;
  const words = plain(site);
  const address = /^[a-z][a-z+.-]*:/i.test(words) ? words : `https://${words}`;
  return link(address, words.replace(/^https?:\/\//i, "").replace(/\/$/, ""));
}

/** The card of a document to download, or null when its address is not safe. */
export function documentCard({ nom, url, expire_le: expires }) {
  const href = safeAddress(plain(url), window.location.href);
  if (!href) return null;
  const name = plain(nom) || "document";
  return el(
    "article",
    { class: "card document" },
    el(
      "div",
      { class: "document-words" },
      el("h2", {}, name),
      expires && el("p", { class: "kind" }, `Lien valable jusqu'au ${inFrench(expires)}`),
    ),
    el("a", { class: "download", href, download: true, "aria-label": `Télécharger ${name}` }, "Télécharger"),
  );
}
