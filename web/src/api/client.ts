import type { Client } from "openapi-fetch";
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

type Value = string | number | boolean;

/** What the types allow; a call sends nothing else. */
interface Call {
  params?: {
    path?: Record<string, unknown>;
    query?: Record<string, Value | readonly Value[] | null | undefined>;
    header?: Record<string, string>;
  };
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Goes on although the page is closed; browsers take 64 kB of such. */
  keepalive?: boolean;
}

type Calls = Pick<Client<paths>, "GET" | "POST" | "PUT" | "PATCH" | "DELETE">;

/** The API, typed by the program's own OpenAPI document; give its promises to `unwrap`. */
export const api = Object.fromEntries(
  (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).map((method) => [
    method,
    (path: string, call?: Call) => send(method, path, call),
  ]),
) as unknown as Calls;

async function send(method: string, path: string, { params, body, headers, signal, keepalive }: Call = {}) {
  const fields = new Headers({ ...params?.header, ...headers });
  if (body !== undefined) fields.set("Content-Type", "application/json");
  // A repetition on the way (a proxy's, a service worker's) does nothing twice.
  if (method === "POST" && !fields.has("Idempotency-Key")) fields.set("Idempotency-Key", newKey());
  let response: Response;
  try {
    response = await fetch(addressOf(path, params), {
      method,
      headers: fields,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      ...(keepalive && { keepalive }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    reportUnreachable();
    throw new UnreachableError("The server cannot be reached.", { cause: error });
  }
  reportReached();
  if (response.status === 401 && path !== ANONYMOUS) for (const listener of signOuts) listener();
  const text = await response.text();
  if (response.ok) return { data: text ? (JSON.parse(text) as unknown) : undefined, response };
  return { error: parsed(text), response };
}

/** A path with its parameters put in; of a list, each value stands by itself. */
export function addressOf(path: string, { path: places = {}, query = {} }: Call["params"] = {}): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(places[name])));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value ?? []].flat()) asked.append(name, String(one));
  }
  return asked.size > 0 ? `${place}?${asked.toString()}` : place;
}

/** A refusal may come from something before the server, in words of its own. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

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
