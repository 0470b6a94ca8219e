import { ProblemError } from "../../../api/problem.ts";
import type { Outline } from "../../../api/events/types.ts";
import { listOf } from "../brief/draft.ts";
import { moved } from "./order.ts";

const LINE = 300;
const MOST_POINTS = 20;
const WORDS = { from: 20, to: 3000 };
export const MOST_SECTIONS = 40;

/** A section while it is edited; the introduction has no heading and stays first. */
export interface Card {
  key: string;
  introduction: boolean;
  heading: string;
  /** One a line. */
  points: string;
  words: string;
}

export interface PlanDraft {
  title: string;
  cards: readonly Card[];
}

export type CardField = "heading" | "points" | "words";
export interface PlanFault {
  key: "titleMissing" | "headingMissing" | "long" | "tooManyPoints" | "wordsRange" | "noSection";
  values?: Record<string, number>;
}
/** By card and field; `title` and `plan` for the whole. */
export type PlanFaults = Partial<Record<string, PlanFault>>;

export function faultKey(card: Card, field: CardField): string {
  return `${card.key}.${field}`;
}

/** The outline as it came, to be edited. */
export function draftOf(outline: Outline): PlanDraft {
  return {
    title: outline.title,
    cards: outline.sections.map((section, at) => ({
      key: `s${at}`,
      introduction: at === 0 && section.heading === "",
      heading: section.heading,
      points: (section.points ?? []).join("\n"),
      words: String(section.words ?? 120),
    })),
  };
}

/** As the server takes it. */
export function planOf({ title, cards }: PlanDraft): Outline {
  return {
    title: title.trim(),
    sections: cards.map(({ heading, points, words }) => ({
      heading: heading.trim(),
      points: listOf(points, /\n/),
      words: Number(words),
    })),
  };
}

/** A further section, empty. */
export function newCard(cards: readonly Card[]): Card {
  const numbers = cards.map(({ key }) => Number(key.slice(1)));
  return { key: `s${Math.max(-1, ...numbers) + 1}`, introduction: false, heading: "", points: "", words: "120" };
}

/** Where a card may go: the introduction stays, and nothing goes before it. */
export function moveCard(cards: readonly Card[], from: number, to: number): readonly Card[] {
  if (cards[from]?.introduction || cards[to]?.introduction) return cards;
  return moved(cards, from, to);
}

/** The words of all sections that are numbers. */
export function totalWords({ cards }: PlanDraft): number {
  return cards.reduce((sum, card) => sum + (Number(card.words) || 0), 0);
}

/** What the server would refuse. */
export function checkPlan(plan: PlanDraft): PlanFaults {
  const faults: PlanFaults = {};
  if (plan.title.trim() === "") faults.title = { key: "titleMissing" };
  else if (plan.title.trim().length > LINE) faults.title = { key: "long", values: { most: LINE } };
  if (plan.cards.length === 0) faults.plan = { key: "noSection" };
  for (const card of plan.cards) {
    const points = listOf(card.points, /\n/);
    const words = Number(card.words);
    const tell = (field: CardField, fault: PlanFault) => (faults[faultKey(card, field)] = fault);
    if (!card.introduction && card.heading.trim() === "") tell("heading", { key: "headingMissing" });
    if (card.heading.trim().length > LINE) tell("heading", { key: "long", values: { most: LINE } });
    if (points.length > MOST_POINTS) tell("points", { key: "tooManyPoints", values: { most: MOST_POINTS } });
    if (points.some((point) => point.length > LINE)) tell("points", { key: "long", values: { most: LINE } });
    if (card.words.trim() === "" || !Number.isInteger(words) || words < WORDS.from || words > WORDS.to) {
      tell("words", { key: "wordsRange", values: WORDS });
    }
  }
  return faults;
}

/** The server's sentences, at the card's field where it names one; else under `plan`. */
export function planRefusals(error: Error, { cards }: PlanDraft): Partial<Record<string, string>> {
  const errors: unknown = error instanceof ProblemError ? error.members.errors : undefined;
  if (!Array.isArray(errors)) return { plan: error.message };
  const told: Partial<Record<string, string>> = {};
  for (const { where, message } of errors as { where: string; message: string }[]) {
    const [, part, at, field] = where.split(".");
    const card = part === "sections" ? cards[Number(at)] : undefined;
    const fields: readonly string[] = ["heading", "points", "words"];
    const key = card && field && fields.includes(field) ? faultKey(card, field as CardField) : part === "title" ? "title" : "plan";
    told[key] ??= message.replace(/^Value error, /, "").replace(/([^.])$/, "$1.");
  }
  return told;
}
