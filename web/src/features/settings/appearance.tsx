import { Segments } from "../../components/tabs.tsx";
import { LANGUAGES } from "../../lib/catalogue.ts";
import { useLanguage, useText } from "../../lib/language.ts";
import { usePreferences } from "../../lib/preferences.ts";
import { setTheme, THEMES, useTheme } from "../../lib/theme.ts";
import { messages } from "./messages.ts";
import { Part, Row } from "./part.tsx";

/** Theme and language of this browser. */
export function Appearance() {
  const theme = useTheme();
  const language = useLanguage();
  const { setLanguage } = usePreferences();
  const t = useText(messages);
  return (
    <Part title={t("appearance")}>
      <Row name={t("theme")}>
        <Segments
          label={t("theme")}
          value={theme}
          segments={THEMES.map((name) => ({ value: name, label: t(name) }))}
          onChoose={setTheme}
        />
      </Row>
      <Row name={t("language")}>
        <Segments
          label={t("language")}
          value={language}
          segments={LANGUAGES.map((name) => ({ value: name, label: t(name) }))}
          onChoose={setLanguage}
        />
      </Row>
    </Part>
  );
}
