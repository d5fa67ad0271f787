// The conversation kept on this device, so that a reload or a new visit resumes it.

const KEY = "assistant-clauses";
const MOST_TURNS = 200;
const LIFETIME = 30 * 24 * 3600 * 1000; // ms without a message, after which the conversation is dropped

let memory = null; // when the browser refuses storage (private mode, embedded page)

/** The conversation: {id, last, turns: [{key, said, sent, answers}]}; `answers` is null until they come. */
export function conversation() {
  const kept = read();
  const valid = kept && /^[\w-]{16,64}$/.test(kept.id) && Array.isArray(kept.turns) && Date.now() - kept.last < LIFETIME;
  return valid ? kept : fresh();
}

/** Drop everything and start with a new identifier. */
export function fresh() {
  return write({ id: identifier(), last: Date.now(), turns: [] });
}

/** Add what the person sent (`said` is what is shown of it, null for nothing); return the turn. */
export function addTurn(said, sent) {
  const kept = conversation();
  const turn = { key: identifier(), said, sent, answers: null };
  write({ ...kept, last: Date.now(), turns: [...kept.turns, turn].slice(-MOST_TURNS) });
  return turn;
}

/** Keep the answers of a turn; nothing happens when the conversation was dropped meanwhile. */
export function keepAnswers(key, answers) {
  const kept = conversation();
  if (!kept.turns.some((turn) => turn.key === key)) return;
  write({ ...kept, last: Date.now(), turns: kept.turns.map((turn) => (turn.key === key ? { ...turn, answers } : turn)) });
}

/** Call `react` when another tab changed the conversation. */
export function onOtherTab(react) {
  window.addEventListener("storage", (event) => event.key === KEY && react());
}

function identifier() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? memory;
  } catch {
    return memory;
  }
}

function write(kept) {
  memory = kept;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    try {
      // Storage is full: the latest turns matter most.
      localStorage.setItem(KEY, JSON.stringify({ ...kept, turns: kept.turns.slice(-20) }));
    } catch {
      // Storage is refused: memory alone keeps the conversation while the page is open.
    }
  }
  return kept;
}
