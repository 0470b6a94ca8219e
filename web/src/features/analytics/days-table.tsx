import { Link } from "wouter";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import { libraryPlace, noon } from "./range.ts";
import type { Day } from "./series.ts";
import styles from "./analytics.module.css";

/** What the chart draws, to be read; newest first. Days without pieces are left out. */
export function DaysTable({ days }: { days: readonly Day[] }) {
  const t = useText(messages);
  const format = useFormat();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("day")}</th>
          <th scope="col">{t("pieces")}</th>
          <th scope="col">{t("quality")}</th>
        </tr>
      </thead>
      <tbody>
        {days
          .filter(({ pieces }) => pieces > 0)
          .toReversed()
          .map(({ date, pieces, quality }) => (
            <tr key={date}>
              <th scope="row">
                <Link className={styles.link} href={libraryPlace({ from: date, to: date })}>
                  {format.date(noon(date))}
                </Link>
              </th>
              <td>{format.number(pieces)}</td>
              <td>{format.decimal(quality)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
