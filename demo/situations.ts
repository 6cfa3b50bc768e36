import type { Situation } from './situation.ts'
import { situationsAboutCare } from './situations-about-care.ts'
import { situationsAboutHome } from './situations-about-home.ts'

export const situations: readonly Situation[] = [...situationsAboutHome, ...situationsAboutCare]

/** What people put before the story, as people do. */
export const openings: readonly string[] = [
  '',
  '',
  '',
  '',
  'I hope this is the right place to ask.',
  'I do not like to ask, but here goes.',
  'My neighbour said to try you.',
  'The surgery gave me this number.',
  'I rang last year about something else and you were kind.',
  'Sorry if this is long.',
]

/** And after it. */
export const endings: readonly string[] = [
  '',
  '',
  '',
  '',
  'Mornings are best.',
  'Please ring before you come.',
  'There is a dog, he is friendly.',
  'The bell does not work, so knock hard.',
  'I can manage until the end of the week, not longer.',
  'Thank you for reading this.',
]
