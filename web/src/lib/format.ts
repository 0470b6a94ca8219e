import type { Language } from "./catalogue.ts";
import { useLanguage } from "./language.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Numbers, dates and durations as the language writes them; unknown values are a dash. */
export interface Format {
  number: (value: number | null | undefined) => string;
  decimal: (value: number | null | undefined) => string;
  /** With its sign: "+1.2". */
  signed: (value: number | null | undefined) => string;
  /** Of a share between 0 and 1. */
  percent: (share: number | null | undefined) => string;
  money: (dollars: number | null | undefined) => string;
  date: (moment: string | Date | null | undefined) => string;
  /** Without the year. */
  day: (moment: string | Date | null | undefined) => string;
  dateTime: (moment: string | Date | null | undefined) => string;
  time: (moment: string | Date | null | undefined) => string;
  /** "3 minutes ago"; beyond a week the date. */
  ago: (moment: string | Date | null | undefined, now?: number) => string;
  /** "1 min 20 sec". */
  duration: (seconds: number | null | undefined) => string;
  list: (words: readonly string[]) => string;
}

const NOTHING = "–";

export function createFormat(language: Language): Format {
  const number = later(() => new Intl.NumberFormat(language));
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const decimal = later(() => new Intl.NumberFormat(language, tenths));
  const signed = later(() => new Intl.NumberFormat(language, { ...tenths, signDisplay: "exceptZero" }));
  const percent = later(() => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }));
  const money = later(() => new Intl.NumberFormat(language, { style: "currency", currency: "USD" }));
  const date = later(() => new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" }));
  const day = later(() => new Intl.DateTimeFormat(language, { day: "numeric", month: "short" }));
  const dateTime = later(() => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }));
  const time = later(() => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }));
  const relative = later(() => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
  const list = later(() => new Intl.ListFormat(language));

  const known =
    <Value>(write: (value: Value) => string) =>
    (value: Value | null | undefined) =>
      value === null || value === undefined ? NOTHING : write(value);
  const moment = (format: () => Intl.DateTimeFormat) =>
    known((value: string | Date) => format().format(new Date(value)));

  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);

  return {
    number: known((value: number) => number().format(value)),
    decimal: known((value: number) => decimal().format(value)),
    signed: known((value: number) => signed().format(value)),
    percent: known((value: number) => percent().format(value)),
    money: known((value: number) => money().format(value)),
    date: moment(date),
    day: moment(day),
    dateTime: moment(dateTime),
    time: moment(time),
    ago: (value, now = Date.now()) => {
      if (value === null || value === undefined) return NOTHING;
      const seconds = (new Date(value).getTime() - now) / 1000;
      const size = Math.abs(seconds);
      if (size < MINUTE) return relative().format(0, "second");
      if (size < HOUR) return relative().format(Math.round(seconds / MINUTE), "minute");
      if (size < DAY) return relative().format(Math.round(seconds / HOUR), "hour");
      if (size < 7 * DAY) return relative().format(Math.round(seconds / DAY), "day");
      return date().format(new Date(value));
    },
    duration: known((value: number) => {
      const whole = Math.max(0, Math.round(value));
      if (whole < MINUTE) return unit(whole, "second");
      if (whole < HOUR) {
        const rest = whole % MINUTE;
        const minutes = unit(Math.floor(whole / MINUTE), "minute");
        return rest === 0 ? minutes : `${minutes} ${unit(rest, "second")}`;
      }
      const minutes = Math.round((whole % HOUR) / MINUTE);
      const hours = unit(Math.floor(whole / HOUR), "hour");
      return minutes === 0 ? hours : `${hours} ${unit(minutes, "minute")}`;
    }),
    list: (words) => list().format(words),
  };
}

// A format of `Intl` costs more than a row to draw: made when first needed, and once.
function later<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

const made = new Map<Language, Format>();

export function useFormat(): Format {
  const language = useLanguage();
  const format = made.get(language) ?? createFormat(language);
  made.set(language, format);
  return format;
}
