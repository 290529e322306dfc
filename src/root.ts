/** The project's root: both src/ and dist/ are one below it. */
export const root: URL = new URL('../', import.meta.url);
