import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Route, Switch } from "wouter";
import { patiently } from "../api/connection.ts";
import { loadWords, type Language } from "../lib/catalogue.ts";
import { LanguageContext, storeLanguage } from "../lib/language.ts";
import { InvitationGate, LoginGate } from "./gates.tsx";
import { Preferences } from "../lib/preferences.ts";
import { Shell } from "./shell.tsx";
import { Toaster } from "./toaster.tsx";

/** The whole front end: language, data, then the login page or the shell with its pages. */
export function App({ queries, first }: { queries: QueryClient; first: Language }) {
  const [language, setLanguage] = useState(first);
  const preferences = useMemo(
    () => ({
      setLanguage: (next: Language) => {
        storeLanguage(next);
        void patiently(() => loadWords(next)).then(() => setLanguage(next));
      },
    }),
    [],
  );
  return (
    <QueryClientProvider client={queries}>
      <LanguageContext value={language}>
        <Preferences value={preferences}>
          <Switch>
            <Route path="/login" component={LoginGate} />
            <Route path="/invitation" component={InvitationGate} />
            <Route>
              <Shell />
            </Route>
          </Switch>
          <Toaster />
        </Preferences>
      </LanguageContext>
    </QueryClientProvider>
  );
}
