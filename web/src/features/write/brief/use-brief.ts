import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { useText } from "../../../lib/language.ts";
import { check, refusals, type FieldName } from "./check.ts";
import { briefOf, defaultsOf, nextDraft, type Draft } from "./draft.ts";
import { keepDraft } from "./memory.ts";
import { messages } from "./messages.ts";
import { saveDefaults } from "./save-defaults.ts";
import { startGeneration } from "../start-generation.ts";

export type BriefErrors = Partial<Record<FieldName | "form", string>>;

/** A brief on its way: kept at every change, checked once it was sent, started. */
export function useBrief(initial: Draft, member: string) {
  const [draft, setDraft] = useState(initial);
  const [sent, setSent] = useState<{ draft: Draft; errors: BriefErrors }>();
  const [tries, setTries] = useState(0);
  const queries = useQueryClient();
  const [, go] = useLocation();
  const t = useText(messages);

  useEffect(() => keepDraft(localStorage, member, draft), [draft, member]);

  const start = useMutation({
    mutationFn: (asked: Draft) => startGeneration(briefOf(asked)),
    onSuccess: ({ content_id }, asked) => {
      keepDraft(localStorage, member, nextDraft(asked));
      void saveDefaults(queries, defaultsOf(briefOf(asked)));
      go(`/write/${content_id}`);
    },
    onError: (error, asked) => setSent({ draft: asked, errors: refusals(error, asked) }),
  });

  // Once it was sent, its own check follows every key; what the server said of a field stands
  // until that field changes.
  const errors = useMemo<BriefErrors>(() => {
    if (tries === 0) return {};
    const told: BriefErrors = {};
    for (const [field, fault] of Object.entries(check(draft))) told[field as FieldName] = t(fault.key, fault.values);
    for (const [field, sentence] of Object.entries(sent?.errors ?? {})) {
      if (field === "form" ? sent?.draft === draft : same(sent?.draft, draft, field as FieldName)) {
        told[field as FieldName] ??= sentence;
      }
    }
    return told;
  }, [draft, sent, t, tries]);

  const change = (part: Partial<Draft> | ((now: Draft) => Draft)) =>
    setDraft((now) => (typeof part === "function" ? part(now) : { ...now, ...part }));
  const submit = (planFirst: boolean) => {
    const asked = { ...draft, planFirst };
    setDraft(asked);
    setSent(undefined);
    setTries((count) => count + 1);
    if (Object.keys(check(asked)).length === 0) start.mutate(asked);
  };
  return { draft, change, errors, submit, busy: start.isPending || start.isSuccess, tries };
}

function same(sent: Draft | undefined, draft: Draft, field: FieldName): boolean {
  if (sent === undefined) return false;
  if (field === "voice") return sent.voice === draft.voice && sent.voiceId === draft.voiceId;
  return sent[field] === draft[field];
}
