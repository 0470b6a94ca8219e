/** A card before it has its place. */
export interface Card {
  id: string;
  /** Where its text stands. */
  at: number;
  height: number;
}

/**
 * Where cards go: beside their text, never on top of each other, and not above `top`. The active one
 * stands at its text exactly; others make room upwards, beyond `top` if they must, and downwards.
 */
export function stack(cards: readonly Card[], active: string | undefined, top: number, gap: number): number[] {
  const places: number[] = [];
  let free = top;
  for (const { at, height } of cards) {
    const place = Math.max(at, free);
    places.push(place);
    free = place + height + gap;
  }
  const chosen = cards.findIndex(({ id }) => id === active);
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
