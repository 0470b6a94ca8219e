import { useShortcuts } from "../../../../lib/shortcuts.ts";
import type { Desk } from "../desk.ts";
import { applyFinding, dismissFinding, goTo, marksOf, neighbour } from "./steps.ts";

/** From finding to finding by keys: J and K, A to apply, X to put aside; `focus` shows where one is. */
export function useFindingKeys(desk: Desk, mayWrite: boolean, focus: (id: string) => void) {
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    goTo(desk, id);
    focus(id);
  };
  const settle = (act: (id: string) => unknown) => {
    const { active } = marksOf(desk);
    if (!mayWrite || active === undefined) return;
    const next = neighbour(desk, 1);
    if (act(active) === false) return;
    go(next === active ? undefined : next);
  };
  const apply = () => settle((id) => applyFinding(desk, id));
  const dismiss = () => settle((id) => dismissFinding(desk, id));
  const step = (by: number) => go(neighbour(desk, by));
  useShortcuts({ j: () => step(1), k: () => step(-1), a: apply, x: dismiss });
  return { apply, dismiss, step };
}
