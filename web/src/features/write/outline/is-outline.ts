import type { Outline } from "../../../api/events/types.ts";

/** Whether the open record of a generation's answer is an outline; a planned one is, none yet is not. */
export function isOutline(value: unknown): value is Outline {
  return typeof value === "object" && value !== null && "sections" in value && Array.isArray(value.sections);
}
