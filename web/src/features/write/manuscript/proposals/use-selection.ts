import { useEffect, useState } from "react";
import type { Desk } from "../desk.ts";
import { useDesk } from "../use-desk.ts";

const rangeOf = (desk: Desk) => desk.view.state.selection.main;
const hasFocus = (desk: Desk) => desk.view.hasFocus;

/** The selection that somebody has finished making; undefined while there is none. */
export function useSelection(desk: Desk, held: boolean) {
  const range = useDesk(desk, rangeOf);
  const focused = useDesk(desk, hasFocus);
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    const { dom } = desk.view;
    const press = () => setPressed(true);
    const release = () => setPressed(false);
    dom.addEventListener("pointerdown", press);
    addEventListener("pointerup", release);
    addEventListener("pointercancel", release);
    return () => {
      dom.removeEventListener("pointerdown", press);
      removeEventListener("pointerup", release);
      removeEventListener("pointercancel", release);
    };
  }, [desk]);
  return range.empty || pressed || !(focused || held) ? undefined : range;
}
