import { api, unwrap } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { chunks } from "./selection.ts";

export type Change = components["schemas"]["BulkChange"];

/** The most pieces that one request changes. */
const MOST = 200;

/** What became of a change of many pieces. */
export interface Outcome {
  changed: number;
  refused: number;
  /** The sentence of the first refusal. */
  reason: string | undefined;
  /** Sent in order they take it all back. */
  undo: Change[];
}

/** Change pieces at once; more than a request takes go in several, one after the other. */
export async function changeMany({ ids, ...change }: Change): Promise<Outcome> {
  const outcome: Outcome = { changed: 0, refused: 0, reason: undefined, undo: [] };
  for (const some of chunks(ids, MOST)) {
    const answer = await unwrap(api.POST("/api/content/bulk", { body: { ...change, ids: some } }));
    outcome.changed += answer.changed;
    outcome.refused += answer.refused;
    outcome.reason ??= answer.rows.find((row) => row.error !== null)?.error ?? undefined;
    outcome.undo.push(...answer.undo);
  }
  return outcome;
}

/** Take changes back. */
export async function undoMany(changes: readonly Change[]): Promise<void> {
  for (const change of changes) await unwrap(api.POST("/api/content/bulk", { body: change }));
}
