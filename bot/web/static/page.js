// The page: sends what the person says, shows the answers, keeps the focus where it helps.
import { el } from "./dom.js";
import { exchange } from "./server.js";
import { addTurn, conversation, fresh, keepAnswers, onOtherTab } from "./store.js";
import { answer, said, trouble, typing } from "./turns.js";

const GREETING = { bouton: "/salutation" };
const LONG_WAIT = 8_000; // ms before saying that the answer is slow

const [log, form, field, send, restart, confirmation] = ["log", "form", "message", "send", "restart", "confirm"].map(
  (id) => document.getElementById(id),
);
let waiting = null; // the AbortController of the exchange under way

/** Send `sent`; `shown` is what appears of it (null: nothing). */
function say(shown, sent) {
  if (waiting) return;
  const turn = addTurn(shown, sent);
  closePast();
  const place = draw(turn);
  place.classList.add("new");
  ask(turn, place);
}

/** Ask the server for the answer of `turn` and show it in `place`; ends by an answer or by a way to try again. */
async function ask(turn, place) {
  waiting = new AbortController();
  const { signal } = waiting;
  const sign = typing();
  place.append(sign);
  reveal(place);
  send.setAttribute("aria-disabled", "true");
  const slow = setTimeout(
    () => sign.append(" La réponse prend plus de temps que d'habitude. Merci de patienter."),
    LONG_WAIT,
  );
  try {
    const messages = await exchange(conversation().id, turn.sent, signal);
    keepAnswers(turn.key, messages);
    sign.replaceWith(answer(messages, choose));
  } catch (failure) {
    if (signal.aborted) return;
    sign.replaceWith(failure.edit && turn.sent.texte ? toEdit(failure, turn) : toRetry(failure.message, turn, place));
  } finally {
    clearTimeout(slow);
    if (waiting?.signal === signal) {
      waiting = null;
      send.removeAttribute("aria-disabled");
    }
  }
  reveal(place);
}

function choose(title, payload) {
  if (waiting) return;
  say(title, { bouton: payload });
  focusLastSaid();
}

function toRetry(sentence, turn, place) {
  const box = trouble(sentence, "Réessayer", () => {
    if (waiting) return;
    box.remove();
    focusLastSaid();
    ask(turn, place);
  });
  return box;
}

function toEdit(failure, turn) {
  return trouble(failure.message, "Modifier mon message", () => {
    field.value = turn.sent.texte;
    field.focus();
  });
}

/** Add the person's part of a turn to the log; return the place where its answer goes. */
function draw(turn) {
  const place = el("div", { class: "turn" }, turn.said === null ? null : said(turn.said));
  log.append(place);
  return place;
}

/** Show the kept conversation again, silently; only the latest choices can still be made. */
function drawAll() {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  const { turns } = conversation();
  turns.forEach((turn, index) => {
    const place = draw(turn);
    if (turn.answers) place.append(answer(turn.answers, choose));
    else if (index < turns.length - 1) place.append(el("p", { class: "unanswered" }, "Message resté sans réponse."));
    else place.append(toRetry("La réponse à ce message n'est pas arrivée. Vous pouvez le renvoyer.", turn, place));
    if (index < turns.length - 1) closePast();
  });
  if (turns.length > 1) reveal(log.lastElementChild);
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
  return turns.length;
}

/** Past choices stay readable but can no longer be made; a message left without answer says so. */
function closePast() {
  for (const button of log.querySelectorAll(".choice")) button.disabled = true;
  for (const box of log.querySelectorAll(".trouble")) {
    box.replaceWith(el("p", { class: "unanswered" }, "Message resté sans réponse."));
  }
}

/** Bring a turn's beginning to the top: a long answer is read from its first line. */
function reveal(place) {
  if (place === log.firstElementChild) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "start", behavior: calm ? "instant" : "smooth" });
}

function focusLastSaid() {
  const last = [...log.querySelectorAll(".said")].at(-1) ?? field;
  last.focus({ preventScroll: true });
}

function startAgain() {
  waiting?.abort();
  waiting = null;
  send.removeAttribute("aria-disabled");
  fresh();
  log.replaceChildren();
  say(null, GREETING);
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (waiting || !text) {
    field.focus();
    return;
  }
  field.value = "";
  say(text, { texte: text });
  field.focus({ preventScroll: true });
});

field.addEventListener("keydown", (event) => {
  // While an accent or a suggestion is being composed, Enter belongs to the keyboard.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !confirmation.open) field.focus();
});

restart.addEventListener("click", () => {
  if (conversation().turns.some((turn) => turn.said !== null)) confirmation.showModal();
  else startAgain();
});

confirmation.addEventListener("close", () => {
  if (confirmation.returnValue === "yes") startAgain();
  confirmation.returnValue = "";
});

onOtherTab(() => {
  if (!waiting) drawAll();
});

if (!drawAll()) say(null, GREETING);
