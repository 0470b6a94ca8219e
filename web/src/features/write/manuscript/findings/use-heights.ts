import { useCallback, useRef, useState } from "react";

/** How tall the elements with `data-card` are, kept while they are shown; give `measure` as their `ref`. */
export function useHeights() {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const observer = useRef<ResizeObserver>(null);
  const measure = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    observer.current ??= new ResizeObserver((entries) => {
      setHeights((was) => {
        const now = new Map(was);
        for (const { target } of entries) {
          if (target instanceof HTMLElement) now.set(target.dataset.card ?? "", target.offsetHeight);
        }
        return now;
      });
    });
    const { current } = observer;
    current.observe(element);
    return () => current.unobserve(element);
  }, []);
  return { heights, measure };
}
