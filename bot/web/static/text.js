// The assistant's text as paragraphs, lists and safe links. Nothing is ever read as HTML.
import { el, unseen } from "./dom.js";

// Bounded repetitions: a very long message must not slow the page.
const LINK = /(?:https?:\/\/|mailto:)[^\s<>"«»]{1,2000}|[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;
const TRAILING = /[.,;:!?)\]'’…]+$/;
// Characters that reorder what follows: they can make a link or a sentence look like another.
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;

/** `text` without the invisible characters that change the reading order. */
export const plain = (text) => String(text ?? "").replace(REORDERING, "");

/** `text` with the spaces that French keeps on one line: before « : ; ? ! % € » and inside quotes. */
export const typeset = (text) => plain(text).replace(/ (?=[:;?!%€»])/g, "\u00a0").replace(/« /g, "«\u00a0");

/** The address when it is http(s) or mailto and holds no password, else null. `base` allows relative ones. */
export function safeAddress(address, base) {
  try {
    const url = new URL(address, base);
    const known = ["http:", "https:", "mailto:"].includes(url.protocol);
    return known && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens apart, so that the conversation stays; plain text when the address is not safe. */
export function link(address, label = address) {
  const href = safeAddress(address);
  if (!href) return label;
  if (href.startsWith("mailto:")) return el("a", { href }, label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, label, unseen(" (nouvel onglet)"));
}

/** Elements for a text: blank lines part paragraphs, « - » and « 1. » lines make lists, « Source : » is set apart. */
export function blocks(text) {
  const made = [];
  let open = null; // {kind: "p" | "ul" | "ol", lines: [...], start}
  const close = () => {
    if (open) made.push(block(open));
    open = null;
  };
  for (const raw of plain(text).split(/\r?\n/)) {
    const line = raw.trim();
    const item = /^(?:[-•]|(\d{1,3})[.)])\s+(.*)$/.exec(line);
    const kind = item ? (item[1] ? "ol" : "ul") : "p";
    if (!line) {
      // Items parted by blank lines are one list.
      if (open?.kind === "p") close();
      continue;
    }
    if (open && (open.kind !== kind || (kind === "p" && /^Sources? :/.test(line)))) close();
    open ??= { kind, lines: [], start: item?.[1] };
    open.lines.push(item ? item[2] : line);
  }
  close();
  return made;
}

function block({ kind, lines, start }) {
  if (kind !== "p") {
    const items = lines.map((line) => el("li", {}, linked(line)));
    return el(kind, { start: kind === "ol" && start !== "1" ? start : null }, items);
  }
  const inside = lines.flatMap((line, index) => [index ? el("br") : null, ...linked(line)]);
  return el("p", { class: /^Sources? :/.test(lines[0]) ? "source" : null }, inside);
}

function linked(line) {
  const parts = [];
  let from = 0;
  for (const found of line.matchAll(LINK)) {
    const address = found[0].replace(TRAILING, "");
    parts.push(typeset(line.slice(from, found.index)));
    const mail = !/^(?:https?|mailto):/i.test(address);
    parts.push(link(mail ? `mailto:${address}` : address, address));
    from = found.index + address.length;
  }
  parts.push(typeset(line.slice(from)));
  return parts.filter((part) => part !== "");
}
