import type { Movement } from "./movement-query.ts";

/** Which sentence states the change; changes below half a point are none. */
export type ChangeKind = "first" | "unscored" | "rose" | "fell" | "held";

const NOTICEABLE = 0.5;

export function kindOfChange({ now, mean_change }: Movement): ChangeKind {
  if (now.mean_quality === null) return "unscored";
  if (mean_change === null) return "first";
  if (Math.abs(mean_change) < NOTICEABLE) return "held";
  return mean_change > 0 ? "rose" : "fell";
}
