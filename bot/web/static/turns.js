// One turn of the conversation as elements: what the person said, what the assistant answers, the choices.
import { actors, documentCard } from "./cards.js";
import { el, unseen } from "./dom.js";
import { diagnostic, hours, lever } from "./panels.js";
import { picture } from "./pictures.js";
import { blocks, plain, typeset } from "./text.js";

const DRAWN = {
  acteurs: actors,
  document: documentCard,
  calcul_heures: hours,
  levier: lever,
  diagnostic,
  image: picture,
};

/** The person's message. It can take the focus, so that the next Tab reaches the answer's links and choices. */
export function said(text) {
  // The direction of the writing is the message's, not that of the words before it.
  return el("div", { class: "said", tabindex: "-1" }, unseen("Vous avez dit : "), el("p", { dir: "auto" }, plain(text)));
}

/** The assistant's messages; `choose(title, payload)` is called when a choice is made. */
export function answer(messages, choose) {
  const parts = messages.flatMap(({ text, custom }, index) => {
    const drawing = drawn(custom);
    const rest = drawing && custom.type === "acteurs" ? aside(blocks(messages[index - 1]?.text).slice(1)) : null;
    return [bubble(unrepeated(blocks(text), messages[index + 1]?.custom)), drawing, rest];
  });
  const choices = messages.flatMap(({ buttons }) => (Array.isArray(buttons) ? buttons : []));
  return el(
    "div",
    { class: "answer" },
    el("p", { class: "speaker" }, unseen("L'assistant répond :"), el("span", { "aria-hidden": "true" }, "Assistant")),
    parts,
    choiceList(choices, choose),
  );
}

/** A drawing or a card for a `custom` message; null for a kind that is not drawn, since the text says the same. */
function drawn(custom) {
  if (!custom || typeof custom !== "object") return null;
  const draw = Object.hasOwn(DRAWN, custom.type) ? DRAWN[custom.type] : typeof custom.svg === "string" ? picture : null;
  return draw ? draw(custom) : null;
}

/** The text's blocks, less what the drawing that follows shows again: the list of actors, a document's address. */
function unrepeated(made, next) {
  if (!drawn(next)) return made;
  if (next.type === "acteurs") return made.slice(0, 1);
  if (next.type === "document") return made.filter((block) => !block.textContent.includes(plain(next.url)));
  return made;
}

function bubble(made) {
  return made.length ? el("div", { class: "words", dir: "auto" }, made) : null;
}

/** Under the cards: the remarks of the text, and its list for who prefers to read or copy it. */
function aside(made) {
  const lists = made.filter((block) => block.matches("ul, ol"));
  const remarks = made.filter((block) => !lists.includes(block));
  const folded = lists.length ? el("details", {}, el("summary", {}, "Lire cette liste en texte"), lists) : null;
  return made.length ? el("div", { class: "aside" }, remarks, folded) : null;
}

function choiceList(buttons, choose) {
  const known = buttons.filter((button) => typeof button?.title === "string" && typeof button?.payload === "string");
  if (!known.length) return null;
  const items = known.map(({ title, payload }) => {
    const button = el("button", { type: "button", class: "choice" }, typeset(title));
    button.addEventListener("click", () => choose(title, payload));
    return el("li", {}, button);
  });
  return el("ul", { class: "choices", role: "list", "aria-label": "Réponses possibles" }, items);
}

/** The sign that an answer is being prepared. */
export function typing() {
  return el("p", { class: "typing" }, el("i"), el("i"), el("i"), el("span", { class: "unseen" }, "L'assistant prépare sa réponse."));
}

/** A failure, with a way to go on. */
export function trouble(sentence, label, act) {
  const button = el("button", { type: "button", class: "strong" }, label);
  button.addEventListener("click", act);
  return el("div", { class: "trouble" }, el("p", {}, typeset(sentence)), button);
}
