import { catalogue } from "../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    title: "Sign in",
    lead: "From a brief to a finished, checked piece.",
    goOn: "Then go on where you were.",
    email: "Email",
    password: "Password",
    signIn: "Sign in",
    forgotten:
      "No account? An owner of the workspace invites you by a link. Forgot your password? Who runs this server gives you a new one.",
  },
  de: {
    title: "Anmelden",
    lead: "Vom Auftrag zum fertigen, geprüften Text.",
    goOn: "Danach geht es weiter, wo Sie waren.",
    email: "E-Mail",
    password: "Passwort",
    signIn: "Anmelden",
    forgotten:
      "Kein Konto? Inhaber des Arbeitsbereichs laden Sie mit einem Link ein. Passwort vergessen? Wer diesen Server betreibt, gibt Ihnen ein neues.",
  },
});
