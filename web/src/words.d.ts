/** The German words of all catalogues, by name; see `words.ts`. */
declare module "virtual:words-de" {
  const words: Record<string, Record<string, string | { one: string; other: string }>>;
  export default words;
}
