import type { PlanDraft } from "./plan.ts";

const key = (generationId: string) => `alwrity.outline.${generationId}`;

/** Keep an edited outline over a reload of the page. */
export function keepPlan(generationId: string, plan: PlanDraft): void {
  try {
    sessionStorage.setItem(key(generationId), JSON.stringify(plan));
  } catch {
    // Storage may be forbidden; the edits then last as long as the page.
  }
}

export function keptPlan(generationId: string): PlanDraft | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key(generationId)) ?? "null") as PlanDraft | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function forgetPlan(generationId: string): void {
  try {
    sessionStorage.removeItem(key(generationId));
  } catch {
    // Nothing was kept, then.
  }
}
