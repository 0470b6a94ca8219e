import createClient, { type Middleware } from "openapi-fetch";
import { reportReached, reportUnreachable } from "./connection.ts";
import { problemOf, UnreachableError } from "./problem.ts";
import type { paths } from "./schema.d.ts";

const ANONYMOUS = "/api/session";
const signOuts = new Set<() => void>();

/** Be called when the session has ended (401); gives the way to stop. */
export function onSignedOut(listener: () => void): () => void {
  signOuts.add(listener);
  return () => signOuts.delete(listener);
}

const house: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      // A repetition on the way (a proxy's, a service worker's) does nothing twice.
      request.headers.set("Idempotency-Key", newKey());
    }
    return request;
  },
  onResponse({ request, response }) {
    reportReached();
    if (response.status === 401 && !request.url.endsWith(ANONYMOUS)) {
      for (const listener of signOuts) listener();
    }
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    reportUnreachable();
    return new UnreachableError("The server cannot be reached.", { cause: error });
  },
};

/** The API, typed by the program's own OpenAPI document; give its promises to `unwrap`. */
export const api = createClient<paths>({ credentials: "same-origin" });
api.use(house);

/** A key for `Idempotency-Key`: keep one to repeat a request that may have been done. */
export function newKey(): string {
  // `crypto.randomUUID` is missing on plain HTTP beyond this machine.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Header fields of a change: the version that it is based on. */
export function ifMatch(etag: string): { headers: { "If-Match": string } } {
  return { headers: { "If-Match": etag } };
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The data of an answer.
 *
 * @throws ProblemError when the server refused, UnreachableError when it was not reached.
 */
export async function unwrap<T>(promise: Promise<Answer<T>>): Promise<T> {
  return (await unwrapWithTag(promise)).data;
}

/** The data of an answer with its `ETag`, for `ifMatch`. */
export async function unwrapWithTag<T>(
  promise: Promise<Answer<T>>,
): Promise<{ data: T; etag: string }> {
  const { data, error, response } = await promise;
  if (!response.ok) throw problemOf(response, error);
  return { data: data as T, etag: response.headers.get("ETag") ?? "" };
}
