import type { Visit } from '../../../platform/http/route.ts'
import { asTyped } from '../../../platform/http/typed.ts'
import { listAsText, smsHref, type TextEntry, textParts } from './list-as-text.ts'
import type { sharingWords } from './sharing-words.ts'

/** What the shortlist and a shared list have in common: how they are printed and how they are texted. */

type Say = ReturnType<typeof sharingWords>

export type PrintChoice = { large: boolean; says: string; other: { text: string; href: string } }

/** `?print=large` shows the page as it prints at 18 points (RNIB, "Clear print", 2024: large print is 16 to 18 points and more). */
export function printChoice({ query, url }: Pick<Visit, 'query' | 'url'>, say: Say): PrintChoice {
  const large = asTyped(query.print) === 'large'
  const path = url.split('?')[0] ?? ''
  return {
    large,
    says: large ? say('largePrintSays') : '',
    other: large ? { text: say('usualPrint'), href: path } : { text: say('largePrint'), href: `${path}?print=large` },
  }
}

export type ListText = { text: string; how: string; href: string; rows: number }

/** The list as a text message, with its address when it has one. */
export function listText(entries: readonly TextEntry[], placeName: string, say: Say, address?: string): ListText {
  const text = listAsText(
    entries,
    {
      before: say('textBefore', { place: placeName }),
      more: count => say('textMore', { count }),
      at: say('textAt'),
    },
    address,
  )
  return {
    text,
    how: say('textHow', { parts: textParts(text) }),
    href: smsHref(text),
    rows: Math.min(12, text.split('\n').length + 1),
  }
}
