const CONTEXT = 400;

type Parts = readonly [before: string, changed: string, after: string];

/** Both texts as what they share in front, what differs, and what they share behind, shortened. */
export function splitByChange(one: string, other: string): [Parts, Parts] {
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one.charCodeAt(head) === other.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < most - head && one.charCodeAt(one.length - 1 - tail) === other.charCodeAt(other.length - 1 - tail)) tail += 1;
  // A word is shown whole.
  while (head > 0 && /\S/.test(one[head - 1] ?? "")) head -= 1;
  const before = head > CONTEXT ? `… ${one.slice(head - CONTEXT, head)}` : one.slice(0, head);
  const shared = one.slice(one.length - tail);
  const after = tail > CONTEXT ? `${shared.slice(0, CONTEXT)} …` : shared;
  const parts = (text: string): Parts => [before, text.slice(head, text.length - tail), after];
  return [parts(one), parts(other)];
}
