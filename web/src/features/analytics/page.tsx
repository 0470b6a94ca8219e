import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "../../components/empty-state.tsx";
import { Failure } from "../../components/failure.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { dailyQuery } from "./daily-query.ts";
import { messages } from "./messages.ts";
import { Statement } from "./statement.tsx";
import styles from "./analytics.module.css";

/** How quality and output changed, what moved them, and both per day. */
export default function AnalyticsPage() {
  const daily = useQuery(dailyQuery);
  const t = useText(messages);
  const format = useFormat();
  return (
    <Page title={t("title")} note={t("note")} narrow>
      {daily.isPending && <Skeleton />}
      {daily.isError && <Failure error={daily.error} onRetry={() => void daily.refetch()} />}
      {daily.data?.days.length === 0 && (
        <EmptyState title={t("empty")}>
          <p>{t("emptyText")}</p>
        </EmptyState>
      )}
      <Statement />
      {daily.data && daily.data.days.length > 0 && (
        <table className={styles.table}>
          <caption className={styles.caption}>{t("perDay")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("day")}</th>
              <th scope="col">{t("pieces")}</th>
              <th scope="col">{t("quality")}</th>
            </tr>
          </thead>
          <tbody>
            {daily.data.days.map((day) => (
              <tr key={day.date}>
                <th scope="row">{format.date(`${day.date}T12:00:00`)}</th>
                <td>{format.number(day.pieces)}</td>
                <td>{format.decimal(day.mean_quality)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}
