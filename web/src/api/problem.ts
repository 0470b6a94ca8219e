/** Why a request failed, in the server's own sentence (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** One sentence that names the value and the remedy. */
    detail: string,
    /** Which kind of problem, for programs. */
    readonly type: string,
    /** Everything that the server said, such as both versions of a stale save. */
    readonly members: Readonly<Record<string, unknown>>,
    /** Seconds to wait before trying again, where the server told. */
    readonly retryAfter: number | undefined,
  ) {
    super(detail);
  }
}

/** The request did not reach the server, or its answer did not come back. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error of an answer that is not 2xx; `body` is what came, parsed where it was JSON. */
export function problemOf(response: Response, body: unknown): ProblemError {
  const members = isRecord(body) ? body : {};
  const detail = members.detail;
  const type = members.type;
  const wait = Number(response.headers.get("Retry-After"));
  return new ProblemError(
    response.status,
    typeof detail === "string" ? detail : `${response.status} ${response.statusText}`.trim(),
    typeof type === "string" ? type : "about:blank",
    members,
    Number.isFinite(wait) && wait > 0 ? wait : undefined,
  );
}
