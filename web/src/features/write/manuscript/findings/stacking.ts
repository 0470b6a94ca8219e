/** A card before it has its place. */
export interface Card {
  id: string;
  /** Where its text stands. */
  at: number;
  height: number;
}

/**
 * Where cards go: beside their text, never on top of each other, and not above `top`. The `exact` one
 * stands at its text; others make room upwards, beyond `top` if they must, and downwards.
 */
export function stack(cards: readonly Card[], exact: string | undefined, top: number, gap: number): number[] {
  const places: number[] = [];
  let free = top;
  for (const { at, height } of cards) {
    const place = Math.max(at, free);
    places.push(place);
    free = place + height + gap;
  }
  const chosen = cards.findIndex(({ id }) => id === exact);
  const card = cards[chosen];
  if (card === undefined) return places;
  let place = Math.max(card.at, top);
  places[chosen] = place;
  for (let number = chosen - 1; number >= 0; number -= 1) {
    place = Math.min(places[number] ?? 0, place - gap - (cards[number]?.height ?? 0));
    places[number] = place;
  }
  free = (places[chosen] ?? 0) + card.height + gap;
  for (let number = chosen + 1; number < cards.length; number += 1) {
    places[number] = Math.max(cards[number]?.at ?? 0, free);
    free = (places[number] ?? 0) + (cards[number]?.height ?? 0) + gap;
  }
  return places;
}

/**
 * The card to stand at its text where there are more than fit: the active one, if its text is between
 * `from` and `to`, else the first one from there on.
 */
export function pivot(cards: readonly Card[], active: string | undefined, from: number, to: number): string | undefined {
  const chosen = cards.find(({ id }) => id === active);
  if (chosen && chosen.at >= from && chosen.at <= to) return active;
  return cards.find(({ at }) => at >= from)?.id;
}
