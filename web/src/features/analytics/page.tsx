import { useQuery, type QueryClient } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { Failure } from "../../components/failure.tsx";
import { Page } from "../../components/page.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { Segments } from "../../components/tabs.tsx";
import { useText } from "../../lib/language.ts";
import { dailyQuery } from "./daily-query.ts";
import { DaysFigure } from "./days-figure.tsx";
import { messages } from "./messages.ts";
import { movementQuery } from "./movement-query.ts";
import { Movers } from "./movers.tsx";
import { NothingMade } from "./nothing-made.tsx";
import { lastDays, LENGTHS, placeOf, readLength } from "./range.ts";
import { everyDay } from "./series.ts";
import { Statement } from "./statement.tsx";
import { Weakest } from "./weakest.tsx";
import styles from "./analytics.module.css";

/** What the page shows first. */
export const begin = (queries: QueryClient, { search }: URL) => {
  const range = lastDays(readLength(search), new Date());
  return Promise.all([queries.query(dailyQuery(range)), queries.query(movementQuery(range))]);
};

/** How quality and output changed, day by day; what moved them; what to mend first. */
export default function AnalyticsPage() {
  const t = useText(messages);
  const [, go] = useLocation();
  const length = readLength(useSearch());
  const range = useMemo(() => lastDays(length, new Date()), [length]);
  const daily = useQuery(dailyQuery(range));
  const movement = useQuery(movementQuery(range));
  // Drawn in slices: the whole page at once would hold up a slow phone.
  const made = useDeferredValue(daily.data);
  const moved = useDeferredValue(movement.data);
  const days = useMemo(
    () => made && everyDay({ from: made.from, to: made.to }, made.days),
    [made],
  );
  const failed = daily.error ?? movement.error;
  const stale = daily.isPlaceholderData || movement.isPlaceholderData;
  const empty = days?.every(({ pieces }) => pieces === 0) ?? false;
  return (
    <Page
      title={t("title")}
      actions={
        <Segments
          label={t("range")}
          value={String(length)}
          segments={LENGTHS.map((value) => ({ value: String(value), label: t(`days_${value}`) }))}
          onChoose={(value) => go(placeOf(readLength(`days=${value}`)))}
        />
      }
    >
      {failed ? (
        <Failure
          error={failed}
          onRetry={() => {
            void daily.refetch();
            void movement.refetch();
          }}
        />
      ) : days === undefined || moved === undefined ? (
        <Skeleton lines={8} />
      ) : empty ? (
        <NothingMade length={length} />
      ) : (
        <div className={stale ? styles.stale : undefined} aria-busy={stale}>
          <Statement movement={moved} length={days.length} />
          <DaysFigure days={days} before={moved.before.mean_quality} />
          <div className={styles.reasons}>
            <Movers kind="author" shares={moved.authors} range={moved.now} />
            <Movers kind="tag" shares={moved.tags} range={moved.now} />
            <Weakest range={range} />
          </div>
        </div>
      )}
    </Page>
  );
}
