import { reportReached, reportUnreachable } from "../connection.ts";
import { problemOf, ProblemError } from "../problem.ts";
import { rawEventsOf } from "./raw-events.ts";
import { decode, type GenerationEvent } from "./types.ts";

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 8000;
const GONE_ON = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface Listening {
  signal: AbortSignal;
  /** Asked before each connection: the number of the last event that you have. */
  lastSeq: () => number | undefined;
  onEvent: (event: GenerationEvent) => void;
  /** Told when the connection is lost and when it is there again. */
  onConnected?: (connected: boolean) => void;
}

/**
 * Listen to a generation until its last event; a lost connection is taken up where it broke off.
 *
 * @throws ProblemError when the server refuses for good, such as 404.
 */
export async function listen(generationId: string, listening: Listening): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  while (!listening.signal.aborted) {
    const outcome = await connect(generationId, listening);
    if (outcome === "ended") return;
    pause = outcome === "heard" ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
    listening.onConnected?.(false);
    await wait(pause * (0.5 + Math.random() / 2), listening.signal);
  }
}

type Outcome = "ended" | "heard" | "silent";

async function connect(generationId: string, listening: Listening): Promise<Outcome> {
  const { signal, onConnected } = listening;
  let outcome: Outcome = "silent";
  try {
    const response = await request(generationId, listening);
    reportReached();
    if (response.status === 204) return "ended";
    if (!response.ok) throw problemOf(response, await response.json().catch(() => undefined));
    onConnected?.(true);
    for await (const raw of rawEventsOf(response)) {
      const event = decode(raw);
      if (event === undefined) continue;
      outcome = "heard";
      listening.onEvent(event);
      if (event.type === "done" || event.type === "error") return "ended";
    }
  } catch (error) {
    if (signal.aborted) return "ended";
    if (error instanceof ProblemError) {
      if (!GONE_ON.has(error.status)) throw error;
    } else if (error instanceof TypeError || error instanceof DOMException) {
      reportUnreachable();
    } else throw error;
  }
  return outcome;
}

function request(generationId: string, { signal, lastSeq }: Listening): Promise<Response> {
  const after = lastSeq();
  return fetch(`/api/generations/${encodeURIComponent(generationId)}/events`, {
    headers: {
      Accept: "text/event-stream",
      ...(after === undefined ? {} : { "Last-Event-ID": String(after) }),
    },
    cache: "no-store",
    signal,
  });
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
