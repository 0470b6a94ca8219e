import { VisuallyHidden } from "../../../components/visually-hidden.tsx";
import { useText } from "../../../lib/language.ts";
import type { Gain } from "./gains.ts";
import { messages } from "./messages.ts";
import styles from "./scores.module.css";

const SHOWN = 3;

/** What would raise a score most, the greatest first. */
export function GainList({ gains }: { gains: readonly (Gain & { name: string })[] }) {
  const t = useText(messages);
  if (gains.length === 0) return <p className={styles.quiet}>{t("nothing")}</p>;
  return (
    <ol>
      {gains.slice(0, SHOWN).map(({ id, name, advice, points }) => (
        <li key={id} className={styles.gain}>
          <p>
            {name && <strong>{name}</strong>}
            {name && " "}
            {advice}
          </p>
          <span className={styles.figure}>
            <span aria-hidden="true">{t("gain", { points: Math.round(points) })}</span>
            <VisuallyHidden>{t("gainSpoken", { points: Math.round(points) })}</VisuallyHidden>
          </span>
        </li>
      ))}
    </ol>
  );
}
