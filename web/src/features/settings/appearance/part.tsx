import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { meQuery } from "../../../api/queries.ts";
import { useAppearance } from "../../../api/use-appearance.ts";
import { Segments } from "../../../components/tabs.tsx";
import { showToast } from "../../../components/toasts.ts";
import { LANGUAGES } from "../../../lib/catalogue.ts";
import { useLanguage, useText } from "../../../lib/language.ts";
import { THEMES, useTheme } from "../../../lib/theme.ts";
import { Lead, Row, Rows } from "../part.tsx";
import { messages } from "./messages.ts";

/** Theme and language, which follow the member into another browser. */
export default function Appearance() {
  const theme = useTheme();
  const language = useLanguage();
  const login = useQuery(meQuery).data?.auth === "password";
  const t = useText(messages);
  const { chooseTheme, chooseLanguage } = useAppearance(
    useCallback((error: Error) => showToast(t("unkept", { reason: error.message }), { bad: true }), [t]),
  );
  return (
    <>
      <Lead>{t(login ? "lead" : "leadNoLogin")}</Lead>
      <Rows>
        <Row name={t("theme")}>
          <Segments
            label={t("theme")}
            value={theme}
            segments={THEMES.map((name) => ({ value: name, label: t(name) }))}
            onChoose={chooseTheme}
          />
        </Row>
        <Row name={t("language")}>
          <Segments
            label={t("language")}
            value={language}
            segments={LANGUAGES.map((name) => ({ value: name, label: t(name) }))}
            onChoose={chooseLanguage}
          />
        </Row>
      </Rows>
    </>
  );
}
