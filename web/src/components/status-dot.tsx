import styles from "./status-dot.module.css";

/** How full the dot is drawn; the shape tells it without the colour. */
export type DotShape = "empty" | "half" | "full" | "live" | "bad";

/** A dot with its word: a piece's status, a generation's state, a provider's health. */
export function StatusDot({ shape, label }: { shape: DotShape; label: string }) {
  return (
    <span className={styles.status}>
      <span className={styles.dot} data-shape={shape} aria-hidden="true" />
      {label}
    </span>
  );
}
