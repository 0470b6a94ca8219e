import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { Score } from "../../components/score.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import { libraryPlace, type Range } from "./range.ts";
import { GOOD } from "./series.ts";
import { weakestQuery } from "./weakest-query.ts";
import styles from "./analytics.module.css";

/** The pieces that lower the mean most, each a step away from its scores. */
export function Weakest({ range }: { range: Range }) {
  const t = useText(messages);
  const weakest = useQuery(weakestQuery(range)).data;
  if (weakest === undefined) return null;
  return (
    <section className={styles.part}>
      <h2 className={styles.name}>{t("weakest")}</h2>
      <p className={styles.hint}>
        {weakest.items.length === 0 ? t("noneWeak") : t("weakestText", { good: GOOD })}
      </p>
      <ul>
        {weakest.items.map(({ id, title, quality_score }) => (
          <li key={id} className={styles.weak}>
            <Link className={styles.link} href={`/write/${id}?panel=scores`}>
              {title || t("untitled")}
            </Link>
            <Score value={quality_score} label={t("quality")} />
          </li>
        ))}
      </ul>
      {weakest.next_cursor && (
        <Link
          className={styles.more}
          href={libraryPlace(range, { quality_max: String(GOOD - 1), sort: "quality_score" })}
        >
          {t("allWeak")}
        </Link>
      )}
    </section>
  );
}
