import uPlot from "uplot";
import { GOOD, namedDays, piecesTop, qualitySpan, stretch, type Day } from "./series.ts";

/** Shares of the height, from below: output, a gap, quality. */
const OUTPUT = [0, 0.24] as const;
const QUALITY = [0.34, 1] as const;
/** Days whose points are still told apart. */
const MOST_POINTS = 100;
const FONT = 11;
/** For the words beside the lines. */
const MARGIN = 80;

export interface Look {
  ink: string;
  faint: string;
  rule: string;
  line: string;
  bar: string;
  ground: string;
  family: string;
}

export interface Drawing {
  days: readonly Day[];
  before: number | null;
  /** Days that something happened on, in the order of their numbers. */
  marks: readonly number[];
  look: Look;
  words: { good: string; before: string };
  dayName: (place: number) => string;
  numberName: (value: number) => string;
}

/** The columns of uPlot: place of the day, quality, pieces. */
export function columns(days: readonly Day[]): uPlot.AlignedData {
  return [
    days.map((_, place) => place),
    days.map(({ quality }) => quality),
    days.map(({ pieces }) => pieces),
  ];
}

/** One chart: the line of quality above, the bars of output below it, one crosshair through both. */
export function chartOptions(drawing: Drawing): Omit<uPlot.Options, "width" | "height"> {
  const { days, before, look } = drawing;
  const span = qualitySpan(days, before === null ? [GOOD] : [GOOD, before]);
  const font = `${FONT}px ${look.family}`;
  const scored = days.filter(({ quality }) => quality !== null).length;
  const tens = (span[1] - span[0]) / 10;
  return {
    legend: { show: false },
    padding: [12, MARGIN, 0, 0],
    scales: {
      x: { time: false, range: [-0.5, days.length - 0.5] },
      quality: { range: stretch(span, QUALITY) },
      pieces: { range: stretch([0, piecesTop(days)], OUTPUT) },
    },
    axes: [
      {
        font, stroke: look.faint, grid: { show: false }, ticks: { show: false }, size: 24, gap: 6,
        splits: (chart) => namedDays(days.length, Math.floor(chart.bbox.width / uPlot.pxRatio / 72)),
        values: (_, places) => places.map(drawing.dayName),
      },
      {
        scale: "quality", font, stroke: look.faint, size: 36, gap: 8, ticks: { show: false },
        grid: { stroke: look.rule, width: 1 },
        splits: () => Array.from({ length: tens + 1 }, (_, ten) => span[0] + 10 * ten).filter(
          (value) => tens <= 5 || value % 20 === 0,
        ),
        values: (_, values) => values.map(drawing.numberName),
      },
    ],
    series: [
      {},
      {
        scale: "quality", stroke: look.line, width: 2, spanGaps: true,
        points: { show: scored <= MOST_POINTS, size: 6, fill: look.line, width: 0 },
      },
      {
        scale: "pieces", fill: look.bar, width: 0, points: { show: false },
        ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.62, 28] }) }),
      },
    ],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9, fill: look.ground } },
    hooks: { drawAxes: [(chart) => drawReferences(chart, drawing)] },
  };
}

/** The threshold, the mean of the days before, the events, the scale of the bars. */
function drawReferences(chart: uPlot, { days, before, marks, look, words, numberName }: Drawing): void {
  const { ctx, bbox } = chart;
  const { pxRatio } = uPlot;
  const right = bbox.left + bbox.width;
  const size = (pixels: number) => pixels * pxRatio;
  const line = (color: string, dash: number[], ...[x1, y1, x2, y2]: [number, number, number, number]) => {
    ctx.beginPath();
    ctx.setLineDash(dash.map(size));
    ctx.strokeStyle = color;
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  };
  const write = (words: string, x: number, y: number, align: CanvasTextAlign) => {
    ctx.fillStyle = look.faint;
    ctx.textAlign = align;
    ctx.fillText(words, x, y);
  };
  ctx.save();
  ctx.lineWidth = size(1);
  ctx.font = `${size(FONT)}px ${look.family}`;

  const good = chart.valToPos(GOOD, "quality", true);
  line(look.line, [6, 4], bbox.left, good, right, good);
  ctx.textBaseline = "middle";
  write(words.good, right + size(6), good, "left");
  if (before !== null) {
    const was = chart.valToPos(before, "quality", true);
    line(look.faint, [1.5, 3], bbox.left, was, right, was);
    // Beside the line, unless the threshold's words stand there.
    const apart = Math.max(size(FONT + 3), Math.abs(was - good));
    write(words.before, right + size(6), good + (was < good ? -apart : apart), "left");
  }

  const most = piecesTop(days);
  for (const value of [0, most]) {
    const y = chart.valToPos(value, "pieces", true);
    line(value === 0 ? look.faint : look.rule, [], bbox.left, y, right, y);
    write(numberName(value), bbox.left - size(8), y, "right");
  }

  for (const [number, place] of marks.entries()) {
    const x = chart.valToPos(place, "x", true);
    line(look.faint, [], x, bbox.top + size(4), x, bbox.top + bbox.height);
    ctx.beginPath();
    ctx.setLineDash([]);
    ctx.fillStyle = look.ground;
    ctx.arc(x, bbox.top + size(2), size(8), 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    write(numberName(number + 1), x, bbox.top + size(2.5), "center");
  }
  ctx.restore();
}
