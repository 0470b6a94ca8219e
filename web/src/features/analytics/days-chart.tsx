import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/language.ts";
import { tokenColor } from "../../lib/theme.ts";
import { chartOptions, columns, type Look } from "./chart-options.ts";
import { messages } from "./messages.ts";
import { noon } from "./range.ts";
import { GOOD, type Day } from "./series.ts";

const HEIGHT = 340;

interface DaysChartProps {
  days: readonly Day[];
  before: number | null;
  marks: readonly number[];
  /** The day under the crosshair. */
  at: number | null;
  onAt: (at: number | null) => void;
  onOpen: (at: number) => void;
}

/** The drawing, in the colours of the theme that it began with; what it says stands in words beside it. */
export default function DaysChart({ days, before, marks, at, onAt, onOpen }: DaysChartProps) {
  const t = useText(messages);
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const data = useMemo(() => columns(days), [days]);
  const [look] = useState(lookNow);
  const options = useMemo(
    () =>
      chartOptions({
        days,
        before,
        marks,
        look,
        words: { good: t("good", { value: GOOD }), before: t("before", { value: format.decimal(before) }) },
        dayName: (index) => format.day(noon(days[index]?.date ?? "")),
        numberName: format.number,
      }),
    [days, before, marks, look, t, format],
  );
  const tell = useEffectEvent((index: number | null) => onAt(index));
  const open = useEffectEvent((index: number) => onOpen(index));

  useEffect(() => {
    const frame = place.current;
    if (!frame) return;
    const drawn = new uPlot({ ...options, width: frame.clientWidth, height: HEIGHT }, data, frame);
    chart.current = drawn;
    const onMove = () => tell(drawn.cursor.idx ?? null);
    const onLeave = () => tell(null);
    const onClick = () => open(drawn.cursor.idx ?? -1);
    drawn.over.addEventListener("mousemove", onMove);
    drawn.over.addEventListener("mouseleave", onLeave);
    drawn.over.addEventListener("click", onClick);
    const sizes = new ResizeObserver(() => drawn.setSize({ width: frame.clientWidth, height: HEIGHT }));
    sizes.observe(frame);
    return () => {
      sizes.disconnect();
      drawn.destroy();
      chart.current = undefined;
    };
  }, [options, data]);

  useEffect(() => {
    const drawn = chart.current;
    if (!drawn || drawn.cursor.idx === at) return;
    const left = at === null ? -10 : drawn.valToPos(at, "x");
    drawn.setCursor({ left, top: at === null ? -10 : 0 });
  }, [at, options, data]);

  return <div ref={place} aria-hidden="true" />;
}

/** Colours and letters as the page shows them now. */
function lookNow(): Look {
  return {
    ink: tokenColor("--ink"),
    faint: tokenColor("--ink3"),
    rule: tokenColor("--rule"),
    line: tokenColor("--accent"),
    bar: tokenColor("--field"),
    ground: tokenColor("--paper"),
    family: getComputedStyle(document.body).fontFamily,
  };
}
