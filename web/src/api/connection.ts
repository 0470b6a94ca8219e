/**
 * Whether the server can be reached. A request that fails reports it; from then on `/health/live` is
 * asked until it answers, so that banners go away by themselves.
 */
export type Connection = "online" | "offline" | "unreachable";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

let state: Connection = "online";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const recoveries = new Set<() => void>();

function set(next: Connection): void {
  if (next === state) return;
  const recovered = next === "online";
  state = next;
  for (const listener of listeners) listener();
  if (recovered) for (const recovery of recoveries) recovery();
}

async function probe(pause: number): Promise<void> {
  timer = undefined;
  if (await answers()) {
    set("online");
    return;
  }
  set(navigator.onLine ? "unreachable" : "offline");
  const next = Math.min(pause * 2, LONGEST_PAUSE_MS);
  timer = setTimeout(() => void probe(next), pause);
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch("/health/live", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** A request did not reach the server: find out whether it is there, until it is. */
export function reportUnreachable(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => void probe(FIRST_PAUSE_MS), 0);
}

/** An answer came, whatever it said. */
export function reportReached(): void {
  if (state === "online") return;
  if (timer !== undefined) clearTimeout(timer);
  timer = undefined;
  set("online");
}

/** The state now; with `subscribe`, for `useSyncExternalStore`. */
export function connection(): Connection {
  return state;
}

/** Be told of every change; gives the way to stop. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Be called each time the server can be reached again; gives the way to stop. */
export function onRecovery(recovery: () => void): () => void {
  recoveries.add(recovery);
  return () => recoveries.delete(recovery);
}

/**
 * Load something; when that fails because the server is away, wait until it is back and try again.
 * What fails although the server answers, fails.
 */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (await answers()) throw error;
    reportUnreachable();
    await new Promise<void>((resolve) => {
      const stop = onRecovery(() => {
        stop();
        resolve();
      });
    });
    return load();
  }
}

/** Follow the browser's own word about the network. */
export function watchNetwork(): void {
  addEventListener("offline", reportUnreachable);
  addEventListener("online", reportUnreachable);
}
