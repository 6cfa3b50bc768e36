/** The languages pages can be read in: each with its own name for itself, its tag (BCP 47) and the way it is read. */
export const languages = {
  en: { name: 'English', tag: 'en-GB', direction: 'ltr' },
  ar: { name: 'العربية', tag: 'ar', direction: 'rtl' },
} as const satisfies Record<string, { name: string; tag: string; direction: 'ltr' | 'rtl' }>

export type Language = keyof typeof languages

export const isLanguage = (text: unknown): text is Language =>
  typeof text === 'string' && Object.hasOwn(languages, text)
