import { typedLine } from '../../platform/http/typed.ts'

/** An address somebody typed for everybody to open: http or https, up to 500 letters, with nothing of a sign-in in it. */
export const readWebAddress = (given: unknown): { address: string | null } | { message: string } => {
  const typed = typedLine(given)
  if (typed === '') return { address: null }
  const url = URL.canParse(typed) ? new URL(typed) : null
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || typed.length > 500)
    return { message: 'Enter a web address like https://example.gov.uk/page, up to 500 letters' }
  return { address: url.href.length > 500 ? typed : url.href }
}
