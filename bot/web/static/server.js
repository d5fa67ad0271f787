// One exchange with the assistant's server, and what to say when it fails.

const ADDRESS = new URL("../message", import.meta.url);
const PATIENCE = 40_000; // ms; the server itself gives up after 30 s

const SENTENCES = {
  network: "Je n'arrive pas à joindre l'assistant. Vérifiez votre connexion, puis réessayez : votre message est gardé.",
  slow: "L'assistant met trop de temps à répondre. Réessayez : votre message est gardé.",
  tooLong: "Votre message est trop long pour être lu. Raccourcissez-le : posez une question à la fois.",
  tooMany: "Vous avez envoyé beaucoup de messages d'affilée. Patientez un instant, puis réessayez.",
  refused: "L'assistant n'a pas pu lire ce message. Réessayez, ou écrivez-le autrement.",
  broken: "L'assistant a rencontré un problème. Réessayez dans un instant : votre message est gardé.",
};

/** A failure: `message` is a sentence for the person, `edit` when the message itself must change. */
export class Failure extends Error {
  constructor(reason) {
    super(SENTENCES[reason]);
    this.edit = reason === "tooLong";
  }
}

/** Post `sent` ({texte} or {bouton}); return the messages. Raises Failure, or AbortError when `signal` stops it. */
export async function exchange(conversation, sent, signal) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  const stop = () => patience.abort();
  signal.addEventListener("abort", stop);
  try {
    const response = await fetch(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversation, ...sent }),
      signal: patience.signal,
    });
    if (!response.ok) throw new Failure(reasonOf(response.status));
    return checked(await response.json().catch(unreadable));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    throw new Failure(patience.signal.aborted ? "slow" : "network");
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

function reasonOf(status) {
  if (status === 413) return "tooLong";
  if (status === 429) return "tooMany";
  if (status === 408 || status === 504) return "slow";
  return status < 500 ? "refused" : "broken";
}

function unreadable(error) {
  throw error.name === "AbortError" ? error : new Failure("broken");
}

function checked(messages) {
  const known = Array.isArray(messages) ? messages.filter((message) => message && typeof message === "object") : [];
  if (!known.length) throw new Failure("broken");
  return known;
}
