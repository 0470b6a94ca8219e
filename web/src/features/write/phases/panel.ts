import { useCallback } from "react";
import { useSearchParams } from "wouter";

export const PANELS = ["sources", "plan", "scores", "details", "history", "publish"] as const;
export type Panel = (typeof PANELS)[number];

/**
 * The panel beside the manuscript, kept in the address: `?panel=sources&passage=3`. Without one, the
 * right side is the margin's, where findings stand.
 */
export interface PanelState {
  panel: Panel | undefined;
  /** The passage that a citation `[^n]` asked for. */
  passage: number | undefined;
  open: (panel: Panel) => void;
  /** Shows what `[^number]` cites. */
  showPassage: (number: number) => void;
  close: () => void;
}

export function usePanel(): PanelState {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (panel: Panel | undefined, passage?: number) =>
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          next.delete("panel");
          next.delete("passage");
          if (panel !== undefined) next.set("panel", panel);
          if (passage !== undefined) next.set("passage", String(passage));
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const passage = Number(params.get("passage") ?? NaN);
  return {
    panel: PANELS.find((panel) => panel === params.get("panel")),
    passage: Number.isInteger(passage) ? passage : undefined,
    open: useCallback((panel) => set(panel), [set]),
    showPassage: useCallback((number) => set("sources", number), [set]),
    close: useCallback(() => set(undefined), [set]),
  };
}
