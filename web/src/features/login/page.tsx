import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { meQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { Field, TextInput } from "../../components/field.tsx";
import { useText } from "../../lib/language.ts";
import { useTitle } from "../../lib/use-title.ts";
import { messages } from "./messages.ts";
import { nextPlace } from "./next-place.ts";
import { signIn } from "./sign-in.ts";
import styles from "./login.module.css";

/** The way in, on servers with members. */
export default function LoginPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [given] = useSearchParams();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const t = useText(messages);
  useTitle(t("title"));
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      queries.clear();
      queries.setQueryData(meQuery.queryKey, me);
      go(nextPlace(given.get("next")), { replace: true });
    },
  });
  return (
    <main className={styles.page}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          entering.mutate({ email, password });
        }}
      >
        <header>
          <h1 className={styles.brand}>{t("brand")}</h1>
          <p className={styles.lead}>{t("lead")}</p>
        </header>
        <Field label={t("email")}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("password")} error={entering.error?.message}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" kind="primary" busy={entering.isPending}>
          {t("signIn")}
        </Button>
      </form>
    </main>
  );
}
