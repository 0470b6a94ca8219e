import { ProblemError } from "../../../api/problem.ts";
import type { Piece } from "../phases/change-piece.ts";

export const DETAILS = ["keyphrase", "meta_description", "slug", "tags"] as const;
export type DetailName = (typeof DETAILS)[number];
export type Details = Pick<Piece, DetailName>;

/** Those of the edited fields that differ from the piece. */
export function changedDetails(piece: Details, edited: Partial<Details>): Partial<Details> {
  const changed: Partial<Details> = {};
  for (const name of ["keyphrase", "meta_description", "slug"] as const) {
    const value = edited[name]?.trim();
    if (value !== undefined && value !== piece[name]) changed[name] = value;
  }
  if (edited.tags && edited.tags.join("\n") !== piece.tags.join("\n")) changed.tags = edited.tags;
  return changed;
}

/** What the piece says where `changed` says something else: the way back. */
export function detailsBefore(piece: Details, changed: Partial<Details>): Partial<Details> {
  const names = DETAILS.filter((name) => changed[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, piece[name]]));
}

/** The list with further tags, as the server writes them: lower case, each once. */
export function withTags(tags: readonly string[], typed: string): string[] {
  const more = typed.split(/[,;\n]/).map((tag) => tag.trim().replace(/\s+/g, " ").toLowerCase());
  return [...new Set([...tags, ...more.filter(Boolean)])];
}

/** The server's sentences at the fields that they name. */
export function detailRefusals(error: Error): Partial<Record<DetailName, string>> {
  const errors: unknown = error instanceof ProblemError && error.status === 422 ? error.members.errors : undefined;
  if (!Array.isArray(errors)) return {};
  const told: Partial<Record<DetailName, string>> = {};
  for (const { where, message } of errors as { where: string; message: string }[]) {
    const field = DETAILS.find((name) => name === where.split(".")[1]);
    if (field) told[field] ??= message.replace(/^Value error, /, "").replace(/([^.])$/, "$1.");
  }
  return told;
}
