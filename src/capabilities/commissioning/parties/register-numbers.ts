/**
 * Numbers of public registers, as org-id.guide writes them: the code of the list, a hyphen, the number there. What each register gives out is checked by its shape; whether
 * the number is this body's is not.
 */

interface Register {
  readonly list: string
  readonly called: string
  readonly like: string
  /** The number as the register writes it, from what was typed; null where it has another shape. */
  read(typed: string): string | null
}

const shaped =
  (shape: RegExp, as: (typed: string) => string = typed => typed) =>
  (typed: string): string | null => {
    const written = as(typed.replace(/[\s.]/g, '').toUpperCase())
    return shape.test(written) ? written : null
  }

export const registers: readonly Register[] = [
  {
    list: 'GB-CHC',
    called: 'Charity number, England and Wales',
    like: '1123456',
    read: shaped(/^[1-9]\d{5,6}(-\d{1,3})?$/),
  },
  {
    list: 'GB-SC',
    called: 'Charity number, Scotland',
    like: 'SC012345',
    read: shaped(/^SC\d{6}$/, typed => (/^\d{6}$/.test(typed) ? `SC${typed}` : typed)),
  },
  {
    list: 'GB-NIC',
    called: 'Charity number, Northern Ireland',
    like: '100012',
    read: shaped(/^\d{6}$/, typed => typed.replace(/^NIC/, '')),
  },
  {
    list: 'GB-COH',
    called: 'Company number',
    like: '01234567, or SC123456',
    // Eight signs: digits, filled up from the left, or two letters and six digits; of older societies a letter may stand at the end.
    read: shaped(/^(\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z])$/, typed =>
      /^\d{6,7}$/.test(typed) ? typed.padStart(8, '0') : typed,
    ),
  },
  {
    list: 'GB-LAE',
    called: 'Code of a local authority in England',
    like: 'three letters',
    read: shaped(/^[A-Z]{3}$/),
  },
]

/** An identifier of org-id.guide in its two parts: the code of the list and the number there. */
export const orgIdParts = (orgId: string): { scheme: string; id: string } | null => {
  const found = /^([A-Z]{2}-[A-Z0-9]+)-(\S+)$/.exec(orgId)
  return found ? { scheme: found[1] as string, id: found[2] as string } : null
}

/** What is wrong with an identifier, or null: of registers we know by the shape of their numbers, of others that it names one. */
export const wrongOrgId = (orgId: string): string | null => {
  const parts = orgIdParts(orgId)
  if (!parts)
    return `“${orgId}” has no register before it: write it like GB-CHC-1123456 (charity) or GB-COH-01234567 (company).`
  const register = registers.find(({ list }) => list === parts.scheme)
  return register && register.read(parts.id) !== parts.id
    ? `“${orgId}” is no number of that register: ${register.called.toLowerCase()} is like ${register.like}.`
    : null
}
