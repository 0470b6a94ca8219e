import { newKey } from "../../../../api/client.ts";
import { rawEventsOf } from "../../../../api/events/raw-events.ts";
import { problemOf, UnreachableError } from "../../../../api/problem.ts";
import type { components } from "../../../../api/schema.d.ts";

export type Wish = components["schemas"]["RewriteIn"];
export type Proposal = components["schemas"]["RewriteOut"];

/**
 * Ask a model about a selection; `onText` gets all that was written so far.
 *
 * @throws ProblemError when the server refuses, UnreachableError when the connection breaks off.
 */
export async function propose(
  id: string,
  revision: number,
  wish: Wish,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Proposal> {
  const response = await fetch(`/api/content/${encodeURIComponent(id)}/rewrites?revision=${revision}`, {
    method: "POST",
    headers: { Accept: "text/event-stream", "Content-Type": "application/json", "Idempotency-Key": newKey() },
    body: JSON.stringify(wish),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new UnreachableError("The server cannot be reached.", { cause: error });
  });
  if (!response.ok) throw problemOf(response, await response.json().catch(() => undefined));
  let text = "";
  for await (const { type, data } of rawEventsOf(response)) {
    const said = JSON.parse(data) as { text?: string; offset?: number; detail?: string };
    if (type === "token") text += said.text ?? "";
    else if (type === "rewind") text = text.slice(0, said.offset ?? 0);
    else if (type === "error") throw new Error(said.detail);
    else if (type === "done") return said as unknown as Proposal;
    onText(text);
  }
  throw new UnreachableError("The connection broke off before the proposal was whole; ask again.");
}
