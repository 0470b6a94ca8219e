import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { PasswordField } from "../../../components/password-field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import { Refusal } from "../part.tsx";
import { changePassword } from "./change-password.ts";
import { messages } from "./messages.ts";
import styles from "./account.module.css";

/** The old password and a new one. */
export function PasswordForm({ email }: { email: string }) {
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const t = useText(messages);
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      setCurrent("");
      setFresh("");
      showToast(t("changed"));
    },
  });
  return (
    <form
      aria-label={t("password")}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate({ current, new: fresh });
      }}
    >
      {/* For password managers: whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField label={t("current")} kind="current" value={current} onChange={setCurrent} />
      <PasswordField label={t("fresh")} hint={t("freshHint")} kind="new" value={fresh} onChange={setFresh} />
      <Refusal error={changing.error} />
      <Button type="submit" busy={changing.isPending}>
        {t("change")}
      </Button>
    </form>
  );
}
