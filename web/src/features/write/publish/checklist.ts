import type { Piece } from "../phases/change-piece.ts";
import type { OpenFindings } from "../phases/phases.ts";
import type { Panel } from "../phases/panel.ts";

export type CheckWord =
  | "text" | "textMissing" | "writing" | "checked" | "unchecked"
  | "high" | "medium" | "low" | "highNone" | "mediumNone" | "lowNone"
  | "keyphrase" | "keyphraseMissing" | "metaDescription" | "metaMissing"
  | "slug" | "slugMissing" | "tags" | "tagsMissing";

/** A line of the checklist. */
export interface Point {
  word: CheckWord;
  count?: number;
  weight: "passed" | "must" | "should";
  /** Where it is mended: a panel, or the findings in the margin. */
  mend?: Panel | "findings";
}

type Checked = Pick<Piece, "body" | "generation_id" | "keyphrase" | "meta_description" | "slug" | "tags">;

/** What speaks against sending a piece out, the gravest first; what is in order comes last. */
export function checklistOf(piece: Checked, findings: OpenFindings | undefined): Point[] {
  const points: Point[] = [textPoint(piece)];
  if (findings === undefined) points.push({ word: "unchecked", weight: "must" });
  else {
    points.push({ word: "checked", weight: "passed" });
    points.push(findingPoint(findings, "high", "must"));
    points.push(findingPoint(findings, "medium", "should"));
    points.push(findingPoint(findings, "low", "should"));
  }
  points.push(
    detail(piece.keyphrase, "keyphrase", "keyphraseMissing"),
    detail(piece.meta_description, "metaDescription", "metaMissing"),
    detail(piece.slug, "slug", "slugMissing"),
    detail(piece.tags.join(""), "tags", "tagsMissing"),
  );
  const rank = { must: 0, should: 1, passed: 2 };
  return points.sort((one, other) => rank[one.weight] - rank[other.weight]);
}

function textPoint({ body, generation_id }: Checked): Point {
  if (generation_id !== null) return { word: "writing", weight: "must" };
  return body.trim() === "" ? { word: "textMissing", weight: "must" } : { word: "text", weight: "passed" };
}

function findingPoint(findings: OpenFindings, severity: keyof OpenFindings, weight: Point["weight"]): Point {
  const count = findings[severity];
  if (count === 0) return { word: `${severity}None`, weight: "passed" };
  return { word: severity, count, weight, mend: "findings" };
}

function detail(value: string, there: CheckWord, missing: CheckWord): Point {
  if (value.trim() !== "") return { word: there, weight: "passed" };
  return { word: missing, weight: "should", mend: "details" };
}
