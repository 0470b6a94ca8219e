import { useEffect, useState, type RefObject } from "react";

/** Not with every pixel: what hangs on it moves in steps. */
const STEP = 60;

/** Which stretch of an element is in sight, in pixels from its top, as the page scrolls. */
export function useSight(element: RefObject<HTMLElement | null>): { from: number; to: number } {
  const [sight, setSight] = useState({ from: 0, to: 0 });
  useEffect(() => {
    const page = element.current?.closest("main");
    if (!page) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      if (!element.current) return;
      const above = page.getBoundingClientRect().top - element.current.getBoundingClientRect().top;
      const from = Math.max(0, Math.round(above / STEP) * STEP);
      const to = from + page.clientHeight;
      setSight((was) => (was.from === from && was.to === to ? was : { from, to }));
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    soon();
    page.addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      page.removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    };
  }, [element]);
  return sight;
}
