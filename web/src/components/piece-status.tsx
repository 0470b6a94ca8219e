import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";
import { StatusDot, type DotShape } from "./status-dot.tsx";

const SHAPES = { draft: "empty", review: "half", approved: "full" } satisfies Record<string, DotShape>;

/** How far a piece has come, as the library's words have it. */
export function PieceStatus({ status }: { status: keyof typeof SHAPES }) {
  const t = useText(messages);
  return <StatusDot shape={SHAPES[status]} label={t(status)} />;
}
