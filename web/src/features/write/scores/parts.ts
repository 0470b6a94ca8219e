/** The sub-scores of quality that have a name here; a newer server may have others. */
export const PARTS = ["readability", "structure", "language", "grounding", "originality", "brief-fit"] as const;
export type PartId = (typeof PARTS)[number];

export function isPart(id: string): id is PartId {
  return PARTS.some((part) => part === id);
}
