import { useEffect } from "react";

/** The page's title: in the browser's tab, and announced when the page is entered. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ALwrity`;
  }, [title]);
}
