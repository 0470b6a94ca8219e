import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useId, useMemo, useState, type KeyboardEvent } from "react";
import { useLocation } from "wouter";
import { patiently } from "../../api/connection.ts";
import { voicesQuery } from "../../api/voices-query.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { useIsDark } from "../../lib/theme.ts";
import { DaysTable } from "./days-table.tsx";
import { voiceEvents } from "./events.ts";
import { messages } from "./messages.ts";
import { libraryPlace, noon } from "./range.ts";
import type { Day } from "./series.ts";
import styles from "./analytics.module.css";

const DaysChart = lazy(() => patiently(() => import("./days-chart.tsx")));

interface DaysFigureProps {
  /** Every day of the range, at least one of them with a piece. */
  days: readonly Day[];
  /** Mean quality of the days before. */
  before: number | null;
}

/** The chart with the day under its crosshair in words, what happened, and the same as a table. */
export function DaysFigure({ days, before }: DaysFigureProps) {
  const t = useText(messages);
  const format = useFormat();
  const [, go] = useLocation();
  const id = useId();
  const dark = useIsDark();
  const [at, setAt] = useState<number | null>(null);
  const voices = useQuery(voicesQuery).data?.items;
  const events = useMemo(() => {
    const [first, last] = [days[0], days.at(-1)];
    return first && last ? voiceEvents(voices ?? [], { from: first.date, to: last.date }) : [];
  }, [voices, days]);
  const marks = useMemo(
    () => events.map(({ date }) => days.findIndex((day) => day.date === date)),
    [events, days],
  );

  const place = at ?? days.findLastIndex(({ pieces }) => pieces > 0);
  const day = days[place];
  const told = day && tell(day);
  const open = (index: number) => {
    const opened = days[index];
    if (opened && opened.pieces > 0) go(libraryPlace({ from: opened.date, to: opened.date }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") open(place);
  };

  function tell({ date, quality, pieces }: Day): string {
    const name = format.date(noon(date));
    if (pieces === 0) return t("nothingOn", { day: name });
    return t("dayAt", {
      day: name,
      quality: format.decimal(quality),
      pieces: t("piecesMade", { count: pieces }),
    });
  }

  return (
    <section className={styles.figure} aria-labelledby={id}>
      <header className={styles.figureHead}>
        <h2 id={id} className={styles.name}>
          {t("chart")}
        </h2>
        <ul className={styles.legend}>
          <li data-series="quality">{t("quality")}</li>
          <li data-series="pieces">{t("pieces")}</li>
        </ul>
        <p className={styles.readout} aria-hidden="true">
          {told}
        </p>
      </header>
      <div className={styles.plot}>
        {/* The browser's own slider moves the crosshair, and is read aloud. */}
        <input
          type="range"
          className={styles.slider}
          min={0}
          max={days.length - 1}
          value={place}
          aria-label={t("chooseDay")}
          aria-valuetext={told}
          title={t("chartKeys")}
          onChange={(event) => setAt(Number(event.target.value))}
          onKeyDown={onKeyDown}
          onBlur={() => setAt(null)}
        />
        <Suspense fallback={null}>
          <DaysChart
            key={dark ? "dark" : "light"}
            days={days}
            before={before}
            marks={marks}
            at={at}
            onAt={setAt}
            onOpen={open}
          />
        </Suspense>
      </div>
      {events.length > 0 && (
        <ol className={styles.events} aria-label={t("happened")}>
          {events.map(({ date, kind, name }, number) => (
            <li key={`${date}${kind}${name}`}>
              <span aria-hidden="true" className={styles.number}>
                {format.number(number + 1)}
              </span>
              <time dateTime={date}>{format.day(noon(date))}</time>{" "}
              {t(kind === "made" ? "voiceMade" : "voiceChanged", { name })}
            </li>
          ))}
        </ol>
      )}
      <details className={styles.twin}>
        <summary>{t("table")}</summary>
        <DaysTable days={days} />
      </details>
    </section>
  );
}
