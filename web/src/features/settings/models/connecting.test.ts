import { expect, it } from "vitest";
import { linesFor } from "./connecting.ts";

it.each([
  ["openai", ["OPENAI_API_KEY"], "export OPENAI_API_KEY=YOUR_KEY\nexport ALWRITY_LLM=openai:gpt-5-mini"],
  ["groq", ["GROQ_API_KEY"], "export GROQ_API_KEY=YOUR_KEY\nexport ALWRITY_LLM=groq:MODEL"],
  ["ollama", [], "export ALWRITY_LLM=ollama:llama3.2"],
])("%s is connected by its lines", (provider, key_variables, lines) => {
  expect(linesFor({ provider, key_variables, base_url: null, example: `${provider}:MODEL` })).toBe(lines);
});
