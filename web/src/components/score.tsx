import { useFormat } from "../lib/format.ts";
import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";
import styles from "./score.module.css";

/** Bands as in the analysis: good from 80, fair from 50. */
export function bandOf(value: number): "good" | "fair" | "poor" {
  if (value >= 80) return "good";
  return value >= 50 ? "fair" : "poor";
}

interface ScoreProps {
  value: number | null;
  /** What is scored, such as "Quality"; read aloud, and shown below the large form. */
  label: string;
  large?: boolean;
}

/** A score of 0 to 100: the figure, and a line whose length and colour tell the band. */
export function Score({ value, label, large = false }: ScoreProps) {
  const format = useFormat();
  const t = useText(messages);
  const spoken = `${label}: ${value === null ? t("noScore") : t("outOf100", { value })}`;
  return (
    <span className={large ? styles.large : styles.score} data-band={value === null ? "none" : bandOf(value)}>
      <VisuallyHidden>{spoken}</VisuallyHidden>
      <span aria-hidden="true" className={styles.value}>
        {format.number(value)}
      </span>
      <svg aria-hidden="true" className={styles.line} viewBox="0 0 100 3" preserveAspectRatio="none">
        <rect width="100" height="3" className={styles.track} />
        <rect width={value ?? 0} height="3" className={styles.fill} />
      </svg>
      {large && (
        <span aria-hidden="true" className={styles.label}>
          {label}
        </span>
      )}
    </span>
  );
}
