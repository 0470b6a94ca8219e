import { catalogue } from "../../lib/catalogue.ts";

export const messages = catalogue({
  en: {
    title: "Sign in",
    brand: "ALwrity",
    lead: "From a brief to a finished, checked piece.",
    email: "Email",
    password: "Password",
    signIn: "Sign in",
  },
  de: {
    title: "Anmelden",
    brand: "ALwrity",
    lead: "Vom Auftrag zum fertigen, geprüften Text.",
    email: "E-Mail",
    password: "Passwort",
    signIn: "Anmelden",
  },
});
