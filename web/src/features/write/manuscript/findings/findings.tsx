import { useEffect, useEffectEvent } from "react";
import type { Piece } from "../../phases/change-piece.ts";
import { useMedia } from "../../../../lib/use-media.ts";
import type { Desk } from "../desk.ts";
import { activate } from "../editor/marks.ts";
import { FindingsMargin } from "./findings-margin.tsx";
import { FindingsStrip } from "./findings-strip.tsx";
import { undoLast } from "./steps.ts";
import { useFindingKeys } from "./use-finding-keys.ts";
import { useFindings } from "./use-findings.ts";
import styles from "./findings.module.css";

/** As in the style sheet: no margin beside the text below this. */
const NARROW = "(width < 68rem)";

/** What was found in a text: in the margin, or at the foot of a narrow page. */
export default function Findings({ desk, piece, mayWrite }: { desk: Desk; piece: Piece; mayWrite: boolean }) {
  const waiting = useFindings(desk, piece);
  const narrow = useMedia(NARROW);
  const { apply, dismiss, step } = useFindingKeys(desk, mayWrite, (id) =>
    // Its card is drawn with the next frame.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })),
  );
  const leave = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    step(0);
  });
  useEffect(() => {
    const { dom } = desk.view;
    const onKey = (event: KeyboardEvent) => leave(event);
    dom.addEventListener("keydown", onKey);
    return () => dom.removeEventListener("keydown", onKey);
  }, [desk]);
  const ways = { desk, mayWrite, onApply: apply, onDismiss: dismiss };
  return (
    // Keys that mean the text, though the focus is beside it.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={styles.findings}
      onKeyDown={(event) => {
        if (event.key === "Escape") desk.view.focus();
        else if (mayWrite && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) undoLast(desk);
        else return;
        event.preventDefault();
      }}
    >
      {narrow ? (
        <FindingsStrip {...ways} onStep={step} onClose={() => desk.view.dispatch({ effects: activate.of(undefined) })} />
      ) : (
        <FindingsMargin {...ways} waiting={waiting} />
      )}
    </div>
  );
}
