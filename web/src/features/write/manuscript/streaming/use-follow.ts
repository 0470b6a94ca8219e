import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

const UPWARDS = new Set(["ArrowUp", "PageUp", "Home"]);

interface Follow {
  following: boolean;
  /** Keep the end in sight, if it is followed. */
  keepUp: () => void;
  /** Follow again. */
  latch: () => void;
}

/** Keeps the end of a growing text in sight until the reader's own wheel, finger or key goes up. */
export function useFollow(inside: RefObject<HTMLElement | null>): Follow {
  const [following, setFollowing] = useState(true);
  const latched = useRef(true);
  const set = useCallback((value: boolean) => {
    latched.current = value;
    setFollowing(value);
  }, []);
  const keepUp = useCallback(() => {
    if (latched.current) scrollToEnd(inside);
  }, [inside]);

  useEffect(() => {
    const scroller = scrollerOf(inside.current);
    if (!scroller) return;
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0) set(false);
    };
    const onTouch = () => set(false);
    const onKey = (event: KeyboardEvent) => {
      if (UPWARDS.has(event.key)) set(false);
    };
    // A press on the scroll bar is one beside everything that is in the page.
    const onPress = (event: PointerEvent) => {
      if (event.target === scroller) set(false);
    };
    scroller.addEventListener("wheel", onWheel, { passive: true });
    scroller.addEventListener("touchmove", onTouch, { passive: true });
    scroller.addEventListener("pointerdown", onPress);
    addEventListener("keydown", onKey);
    return () => {
      scroller.removeEventListener("wheel", onWheel);
      scroller.removeEventListener("touchmove", onTouch);
      scroller.removeEventListener("pointerdown", onPress);
      removeEventListener("keydown", onKey);
    };
  }, [inside, set]);

  const latch = useCallback(() => {
    set(true);
    keepUp();
  }, [set, keepUp]);
  return { following, keepUp, latch };
}

function scrollToEnd(inside: RefObject<HTMLElement | null>): void {
  const scroller = scrollerOf(inside.current);
  if (scroller) scroller.scrollTop = scroller.scrollHeight;
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  return element?.closest("main") ?? null;
}
