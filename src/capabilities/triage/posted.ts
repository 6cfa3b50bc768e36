/** What was typed or chosen in one field of a form; a missing or repeated one counts as its first value, or as nothing. */
export const postedText = (posted: unknown): string => {
  const first = Array.isArray(posted) ? posted[0] : posted
  return typeof first === 'string' ? first.replace(/\r\n?/g, '\n').trim() : ''
}
