import { exactDate } from '../../design/time-in-words.ts'
import type { PublishedIn } from './published.ts'

/** Where words were published, in a line with its link. */
export const publishedLine = ({
  title,
  publisher,
  on,
  href,
}: PublishedIn): { says: string; text: string; href: string } => ({
  says: `As published by ${publisher}, ${exactDate(on)}:`,
  text: title,
  href,
})
