import { catalogue } from "../../../lib/catalogue.ts";

/** Apart from the panel's, which come with it. */
export const messages = catalogue({
  en: { quality: "Quality", seo: "SEO" },
  de: { quality: "Qualität", seo: "SEO" },
});
