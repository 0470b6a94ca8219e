import { useDelayed } from "../lib/use-delayed.ts";
import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";
import styles from "./skeleton.module.css";

/** Grey lines in the shape of what will come; nothing at all for the first 200 ms. */
export function Skeleton({ lines = 4, kind = "rows" }: { lines?: number; kind?: "rows" | "text" }) {
  const late = useDelayed(true);
  const t = useText(messages);
  if (!late) return null;
  return (
    <div role="status" className={styles.skeleton} data-kind={kind}>
      <VisuallyHidden>{t("loading")}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} />
      ))}
    </div>
  );
}
