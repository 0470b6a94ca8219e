import type { components } from "../../api/schema.d.ts";
import { daysOf, type Range } from "./range.ts";

type DayFigures = components["schemas"]["DayFigures"];

/** Scores from here on are good: the bands of the analysis. */
export const GOOD = 80;

/** One day of the chart; a day without pieces has no quality, and no pieces. */
export interface Day {
  date: string;
  pieces: number;
  quality: number | null;
}

/** Every day of the range, the first one first. */
export function everyDay(range: Range, figures: readonly DayFigures[]): Day[] {
  const known = new Map(figures.map((day) => [day.date, day]));
  return daysOf(range).map((date) => {
    const day = known.get(date);
    return { date, pieces: day?.pieces ?? 0, quality: day?.mean_quality ?? null };
  });
}

/** The part of a scale that is in sight: what must be seen, with room around it, on round tens. */
export function qualitySpan(days: readonly Day[], lines: readonly number[]): [low: number, high: number] {
  const seen = [...days.flatMap(({ quality }) => (quality === null ? [] : [quality])), ...lines];
  const low = Math.floor((Math.min(...seen) - 3) / 10) * 10;
  const high = Math.ceil((Math.max(...seen) + 3) / 10) * 10;
  return [Math.max(0, low), Math.min(100, high)];
}

/** The least round number that no day has more pieces than. */
export function piecesTop(days: readonly Day[]): number {
  const most = Math.max(1, ...days.map(({ pieces }) => pieces));
  const size = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * size >= most) ?? 10) * size;
}

/** The scale on which `[low, high]` takes the share between two heights of the chart (0 is below). */
export function stretch(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): [min: number, max: number] {
  const whole = (high - low) / (to - from);
  const min = low - from * whole;
  return [min, min + whole];
}

/** Places of the days that are named below the chart: not more than fit, the last one among them. */
export function namedDays(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, most)));
  const places = [];
  for (let place = count - 1; place >= 0; place -= step) places.unshift(place);
  return places;
}
