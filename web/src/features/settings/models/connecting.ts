import type { Connectable } from "../../../api/schema.d.ts";

/** The lines to set before the server starts again, for one kind of model. */
export function linesFor({ provider, key_variables, example }: Connectable): string {
  const [key] = key_variables;
  return [
    ...(key === undefined ? [] : [`export ${key}=YOUR_KEY`]),
    `export ALWRITY_LLM=${KNOWN[provider] ?? example}`,
  ].join("\n");
}

/** A model to begin with, where one is known to serve; elsewhere the reader puts in their own. */
const KNOWN: Readonly<Record<string, string>> = {
  openai: "openai:gpt-5-mini",
  anthropic: "anthropic:claude-sonnet-4-5",
  ollama: "ollama:llama3.2",
};

/** As the vendors write their names. */
export const VENDOR_NAMES: Readonly<Record<string, string>> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  gemini: "Google Gemini",
  mistral: "Mistral",
  groq: "Groq",
  ollama: "Ollama",
  vllm: "vLLM",
  llamacpp: "llama.cpp",
  embedded: "ALwrity",
};
