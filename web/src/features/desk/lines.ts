import type { components } from "../../api/schema.d.ts";
import type { DeskGeneration, DeskPiece } from "./desk-query.ts";

/** A piece on the desk, and why it lies there. */
export interface Line {
  piece: DeskPiece;
  /** What happens with it; without one its status is shown. */
  state?: DeskGeneration["state"] | "inReview";
  /** Why it could not go on, in the server's words. */
  error?: string | null;
  /** What can be gone on with. */
  generation?: string;
}

/** The parts of the desk, each piece in the first that it belongs to. */
export interface Parts {
  needsYou: Line[];
  resume: Line[];
  writing: Line[];
  finished: Line[];
  recent: Line[];
}

const lineOf = ({ piece, state, error, generation_id }: DeskGeneration): Line => ({
  piece,
  state,
  error,
  generation: generation_id,
});

/** Lay out what the server tells; nothing lies there twice. */
export function layOut(desk: components["schemas"]["Desk"]): Parts {
  const seen = new Set<string>();
  const once = (lines: readonly Line[]) =>
    lines.filter(({ piece }) => !seen.has(piece.content_id) && seen.add(piece.content_id));
  const waiting = desk.awaiting_outline.map(lineOf);
  const writing = once(desk.running.map(lineOf));
  const inReview = desk.in_review.map((piece) => ({ piece, state: "inReview" as const }));
  return {
    writing,
    needsYou: once([...waiting, ...inReview]),
    resume: once(desk.unfinished.map(lineOf)),
    finished: once(desk.finished.map(lineOf)),
    recent: once(desk.recent.map((piece) => ({ piece }))),
  };
}
