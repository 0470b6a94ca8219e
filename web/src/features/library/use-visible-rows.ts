import { useEffect, useEffectEvent, useLayoutEffect, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

const OVERSCAN = 4;

/** Rows `first` to `last`, the last one not included. */
export interface Span {
  first: number;
  last: number;
}

/** Which rows of a list are in sight; `top` is where the list begins, from the window's upper edge. */
export function spanInSight(top: number, room: number, height: number, count: number): Span {
  const first = Math.floor(-top / height) - OVERSCAN;
  const last = Math.ceil((room - top) / height) + OVERSCAN;
  return { first: Math.max(0, Math.min(first, count)), last: Math.max(0, Math.min(last, count)) };
}

/**
 * The rows of a list in a scrolling page that are in sight, and some beside them. All are of one
 * height, so that nothing needs to be measured but the place of the list.
 */
export function useVisibleRows(list: RefObject<HTMLElement | null>, count: number, height: number): Span {
  const [span, setSpan] = useState<Span>({ first: 0, last: 0 });
  const look = () => {
    const page = list.current?.closest("main");
    if (!list.current || !page) return;
    const top = list.current.getBoundingClientRect().top - page.getBoundingClientRect().top;
    const next = spanInSight(top, page.clientHeight, height, count);
    setSpan((before) => (before.first === next.first && before.last === next.last ? before : next));
  };
  // eslint-disable-next-line react-hooks/set-state-in-effect, react-hooks/exhaustive-deps -- it measures
  useLayoutEffect(look, [count, height]);
  // Within the frame that shows the new place: else a quick scroll shows blank paper.
  const onMove = useEffectEvent(() => flushSync(look));
  useEffect(() => {
    const page = list.current?.closest("main");
    if (!page) return;
    const listener = () => onMove();
    const sizes = new ResizeObserver(() => requestAnimationFrame(listener));
    page.addEventListener("scroll", listener, { passive: true });
    // What stands above the list may grow or shrink at any time: filters open, views come.
    for (const part of [page, ...page.children]) sizes.observe(part);
    return () => {
      page.removeEventListener("scroll", listener);
      sizes.disconnect();
    };
  }, [list]);
  return span;
}

/** Scroll just as far as needed to have a row between what covers the page above and below. */
export function revealRow(list: HTMLElement, index: number, height: number, above: number, below: number): void {
  const page = list.closest("main");
  if (!page) return;
  const edge = page.getBoundingClientRect().top;
  const top = list.getBoundingClientRect().top + index * height - edge;
  if (top < above) page.scrollTop += top - above;
  else if (top + height > page.clientHeight - below) page.scrollTop += top + height - page.clientHeight + below;
}
