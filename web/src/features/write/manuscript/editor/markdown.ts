import { defineLanguageFacet, Language, languageDataProp } from "@codemirror/language";
import { parser, Strikethrough, Table } from "@lezer/markdown";

const data = defineLanguageFacet();

/**
 * Markdown by its own parser: the language package would bring those of HTML and scripts along. A
 * line of dashes below a paragraph is no heading here, or a list that streams in turns what stands
 * above it into one.
 */
const language = new Language(
  data,
  parser.configure([
    Strikethrough,
    Table,
    {
      remove: ["SetextHeading"],
      props: [languageDataProp.add((type) => (type.isTop ? data : undefined))],
    },
  ]),
  [],
  "markdown",
);

export const markdown = language.extension;
