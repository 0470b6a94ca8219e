import type { Action } from "../../../api/schema.d.ts";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import { SCOPES } from "./scopes.ts";
import styles from "./keys.module.css";

interface ScopeBoxesProps {
  /** No more can be given than one has. */
  permissions: readonly Action[];
  chosen: readonly Action[];
  onChange: (chosen: readonly Action[]) => void;
}

/** Every single thing that a key may do. */
export function ScopeBoxes({ permissions, chosen, onChange }: ScopeBoxesProps) {
  const t = useText(messages);
  return (
    <fieldset className={styles.scopes}>
      <legend>{t("scopes")}</legend>
      {SCOPES.filter((scope) => permissions.includes(scope)).map((scope) => (
        <label key={scope} className={styles.scope}>
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
            }
          />
          {t(scope)}
        </label>
      ))}
      {chosen.length === 0 && <p className={styles.note}>{t("noScope")}</p>}
    </fieldset>
  );
}
