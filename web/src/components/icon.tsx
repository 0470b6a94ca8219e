/** Paths on a grid of 16, drawn with a line of 1.5. */
const PATHS = {
  desk: "M2 13h12M3.5 13V8.5h9V13M6 8.5V4h4v4.5",
  write: "M3 13h10M4 10.2l6.6-6.7 2 2L6 12H4z",
  library: "M3 3v10M6 3v10M9 3.2l3.6 9.6",
  analytics: "M3 13V9M6.5 13V5M10 13V7.5M13.5 13V3",
  settings: "M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.5v3M6 9.5v3",
  scale: "M2 9h2.5L6.5 4l3 8 2-5H14",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5L14 14",
  plus: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5l3.2 3.2L13 5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4L6 8l4 4",
  stop: "M4.5 4.5h7v7h-7z",
  undo: "M3 6.5h6.5a3.5 3.5 0 1 1 0 7H7M3 6.5L6 3.5M3 6.5l3 3",
  person: "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.7-2.4 2.7-3.5 5-3.5s4.3 1.1 5 3.5",
  keyboard: "M2 4.5h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5.5 9.5h5",
  up: "M4 10l4-4 4 4",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 8.5h6l.5-8.5",
  download: "M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10",
  filter: "M2.5 4h11M5 8h6M7 12h2",
  warning: "M8 2.5l6 11H2zM8 6.5v3M8 11.5h.01",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon beside words, or inside a button that has a label; screen readers do not see it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === "more" ? 2.4 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
