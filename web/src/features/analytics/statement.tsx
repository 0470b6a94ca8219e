import { useQuery } from "@tanstack/react-query";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { kindOfChange } from "./change.ts";
import { messages } from "./messages.ts";
import { movementQuery } from "./movement-query.ts";
import { Movers } from "./movers.tsx";
import styles from "./analytics.module.css";

/** The sentence that states the change, and what moved it. */
export function Statement() {
  const t = useText(messages);
  const format = useFormat();
  const movement = useQuery(movementQuery).data;
  if (!movement || movement.now.pieces === 0) return null;
  const { now, before, mean_change } = movement;
  return (
    <section className={styles.statement}>
      <p className={styles.sentence}>
        {t(kindOfChange(movement), {
          now: format.decimal(now.mean_quality),
          before: format.decimal(before.mean_quality),
          points: format.decimal(Math.abs(mean_change ?? 0)),
        })}{" "}
        {t("output", { count: now.pieces, before: before.pieces })}
      </p>
      <Movers title={t("byAuthor")} shares={movement.authors} />
      <Movers title={t("byTag")} shares={movement.tags} />
    </section>
  );
}
