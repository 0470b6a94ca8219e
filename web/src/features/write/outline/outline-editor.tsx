import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Outline } from "../../../api/events/types.ts";
import { Button } from "../../../components/button.tsx";
import { Field, TextInput } from "../../../components/field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { VisuallyHidden } from "../../../components/visually-hidden.tsx";
import { useText } from "../../../lib/language.ts";
import { confirmOutline } from "./confirm-outline.ts";
import { forgetPlan, keepPlan, keptPlan } from "./kept-plan.ts";
import { messages } from "./messages.ts";
import { inserted, replaced, without } from "./order.ts";
import { OutlineCard } from "./outline-card.tsx";
import {
  checkPlan, draftOf, MOST_SECTIONS, moveCard, newCard, planOf, planRefusals, totalWords, type PlanDraft,
} from "./plan.ts";
import styles from "./outline.module.css";

interface OutlineEditorProps {
  generationId: string;
  outline: Outline;
}

/** The outline of a generation that waits for it: edit, reorder, add, remove, confirm. */
export function OutlineEditor({ generationId, outline }: OutlineEditorProps) {
  const [plan, setPlan] = useState(() => keptPlan(generationId) ?? draftOf(outline));
  const [sent, setSent] = useState<{ plan: PlanDraft; told: Partial<Record<string, string>> }>();
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState("");
  const [focusOn, setFocusOn] = useState<{ key: string; field: string }>();
  const form = useRef<HTMLFormElement>(null);
  const [dragged, setDragged] = useState<string>();
  const t = useText(messages);

  useEffect(() => keepPlan(generationId, plan), [generationId, plan]);
  useEffect(() => {
    if (focusOn === undefined) return;
    const card = form.current?.querySelector(`[data-card="${focusOn.key}"]`);
    card?.querySelector<HTMLElement>(`[data-field="${focusOn.field}"]`)?.focus();
  }, [focusOn]);

  const confirm = useMutation({
    mutationFn: (asked: PlanDraft) => confirmOutline(generationId, planOf(asked)),
    onSuccess: () => forgetPlan(generationId),
    onError: (error, asked) => setSent({ plan: asked, told: planRefusals(error, asked) }),
  });
  const errors = useMemo(() => {
    if (!tried) return {};
    const told: Partial<Record<string, string>> = sent?.plan === plan ? { ...sent.told } : {};
    for (const [field, fault] of Object.entries(checkPlan(plan))) if (fault) told[field] = t(fault.key, fault.values);
    return told;
  }, [plan, sent, t, tried]);

  const nameOf = (heading: string) => heading.trim() || t("unnamed");
  const move = (from: number, to: number, field: string) => {
    const card = plan.cards[from];
    const cards = moveCard(plan.cards, from, to);
    if (card === undefined) return;
    if (cards === plan.cards) {
      setSaid(t("stays"));
      return;
    }
    setPlan({ ...plan, cards });
    setFocusOn({ key: card.key, field });
    setSaid(t("moved", { heading: nameOf(card.heading), to: to + 1, count: cards.length }));
  };
  const remove = (at: number) => {
    const gone = plan.cards[at];
    if (gone === undefined) return;
    const cards = without(plan.cards, at);
    setPlan({ ...plan, cards });
    const next = cards[Math.min(at, cards.length - 1)];
    if (next) setFocusOn({ key: next.key, field: "heading" });
    const heading = gone.introduction ? t("introduction") : nameOf(gone.heading);
    showToast(t("removed", { heading }), {
      undo: () => setPlan((now) => ({ ...now, cards: inserted(now.cards, gone.introduction ? 0 : at, gone) })),
    });
  };
  const add = () => {
    const card = newCard(plan.cards);
    setPlan({ ...plan, cards: [...plan.cards, card] });
    setFocusOn({ key: card.key, field: "heading" });
  };
  const reset = () => {
    const before = plan;
    setPlan(draftOf(outline));
    showToast(t("resetDone"), { undo: () => setPlan(before) });
  };
  return (
    <form
      ref={form}
      className={styles.outline}
      aria-label={t("outline")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(checkPlan(plan)).length === 0) confirm.mutate(plan);
        else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      }}
    >
      <p className={styles.intro}>{t("intro")}</p>
      <Field label={t("title")} error={errors.title}>
        {(control) => (
          <TextInput
            {...control}
            className={styles.title}
            value={plan.title}
            onChange={(event) => setPlan({ ...plan, title: event.target.value })}
          />
        )}
      </Field>
      <ol className={styles.cards}>
        {plan.cards.map((card, at) => (
          <OutlineCard
            key={card.key}
            card={card}
            number={at + 1}
            errors={errors}
            dragged={dragged === card.key}
            onChange={(next) => setPlan((now) => ({ ...now, cards: replaced(now.cards, at, next) }))}
            onMove={(step, field) => move(at, at + step, field)}
            onRemove={() => remove(at)}
            onDrag={setDragged}
            onDropHere={() => {
              const from = plan.cards.findIndex(({ key }) => key === dragged);
              setDragged(undefined);
              if (from >= 0 && from !== at) move(from, at, "move");
            }}
          />
        ))}
      </ol>
      <Button icon="plus" disabled={plan.cards.length >= MOST_SECTIONS} onClick={add}>
        {t("add")}
      </Button>
      <p role="alert" className={styles.error}>
        {errors.plan ?? ""}
      </p>
      <footer className={styles.footer}>
        <Button type="submit" kind="primary" icon="check" busy={confirm.isPending || confirm.isSuccess}>
          {t("confirm")}
        </Button>
        <Button kind="quiet" onClick={reset}>
          {t("reset")}
        </Button>
        <span className={styles.total}>{t("total", { count: totalWords(plan) })}</span>
      </footer>
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </form>
  );
}
