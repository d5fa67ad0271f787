// Drawings. As images they cannot run a script, whatever they hold.
import { el } from "./dom.js";
import { plain } from "./text.js";

/** A file of the static folder (`image`) or a drawing sent whole (`svg`); null when it is neither. */
export function picture({ image, svg, texte_alternatif: words }) {
  const alt = plain(words);
  if (typeof svg === "string" && svg.trimStart().startsWith("<svg")) {
    const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    return figure(el("img", { class: "picture wide", src, alt, width: 420, height: 420 }));
  }
  if (typeof image === "string" && /^[\w-]+\.(?:svg|png)$/.test(image)) {
    return figure(el("img", { class: "picture", src: new URL(image, import.meta.url).href, alt }));
  }
  return null;
}

function figure(img) {
  return el("figure", { class: "drawing" }, img);
}
