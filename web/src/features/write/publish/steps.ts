import type { Piece } from "../phases/change-piece.ts";
import type { Status } from "../phases/phases.ts";
import type { Rights } from "../phases/rights.ts";

export const STATUSES: readonly Status[] = ["draft", "review", "approved"];

/** A step of the status that a person may think of now. */
export interface Step {
  to: Status;
  word: "toReview" | "toApproved" | "toDraft" | "backFromApproved";
  /** Forward, the one that is emphasised. */
  forward: boolean;
  /** Why this person cannot take it now. */
  whyNot?: "reader" | "other" | "editor" | "writing";
}

/** The steps from a piece's status, with the reason where one cannot be taken. */
export function stepsFrom(piece: Pick<Piece, "status" | "generation_id">, rights: Rights): Step[] {
  const steps: Step[] =
    piece.status === "draft"
      ? [{ to: "review", word: "toReview", forward: true }]
      : piece.status === "review"
        ? [
            { to: "approved", word: "toApproved", forward: true },
            { to: "draft", word: "toDraft", forward: false },
          ]
        : [{ to: "draft", word: "backFromApproved", forward: false }];
  return steps.map((step) => {
    const whyNot = reasonAgainst(step, piece, rights);
    return whyNot === undefined ? step : { ...step, whyNot };
  });
}

/** The steps that lead from a status back to another, one after the other. */
export function wayBack(now: Status, before: Status): Status[] {
  if (now === before) return [];
  if (now === "approved" && before === "review") return ["draft", "review"];
  return now === "draft" && before === "approved" ? ["review", "approved"] : [before];
}

function reasonAgainst(step: Step, piece: Pick<Piece, "generation_id">, rights: Rights): Step["whyNot"] {
  if (!rights.write) return rights.create ? "other" : "reader";
  if (step.to === "approved" && !rights.approve) return "editor";
  return piece.generation_id === null ? undefined : "writing";
}
