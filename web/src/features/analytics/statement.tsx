import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { kindOfChange } from "./change.ts";
import { messages } from "./messages.ts";
import type { Movement } from "./movement-query.ts";
import styles from "./analytics.module.css";

/** The sentence that states the change. */
export function Statement({ movement, length }: { movement: Movement; length: number }) {
  const t = useText(messages);
  const format = useFormat();
  const { now, before, mean_change } = movement;
  return (
    <p className={styles.sentence}>
      {t(kindOfChange(movement), {
        now: format.decimal(now.mean_quality),
        points: format.decimal(Math.abs(mean_change ?? 0)),
      })}{" "}
      {t("output", { count: now.pieces, before: before.pieces, days: length })}
    </p>
  );
}
