/** A group that joins by itself, and what is not known of it. Pure. */
import { dateAt, dateInWords } from '../../design/time-in-words.ts'
import type { Organisation, SaidOfGroup } from '../organisations/index.ts'

/** What somebody decided about a group that joined by itself. */
export type Decision = 'welcomed' | 'joined to another' | 'turned away'

/** A group that asked to join, with what it says of itself. */
export interface Newcomer extends SaidOfGroup {
  readonly newcomerId: string
  /** Who filled the form in, or was on the phone. */
  readonly speaksFor: string
  readonly askedAt: Date
  /** After this the link opens nothing. */
  readonly endsAt: Date
  /** The coordinator who filled the form in with them; their word stands for an address. */
  readonly vouchedBy: string | null
  /** When the link was used, or a coordinator vouched; null while only asked. */
  readonly joinedAt: Date | null
  readonly organisationId: string | null
  readonly decision: Decision | null
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly decisionSays: string | null
  readonly knownOrganisationId: string | null
}

/** In one sentence, for whoever decides about what the group passed on; null once it is known. */
export const standsAs = (newcomer: Newcomer, now: Date): string | null => {
  switch (newcomer.decision) {
    case 'welcomed':
    case 'joined to another':
      return null
    case 'turned away':
      return 'From a group that was turned away: ask the person themselves before anything is shared.'
    case null:
      return `From a group that joined ${dateInWords(dateAt(newcomer.joinedAt ?? newcomer.askedAt), now)}; nobody has looked at it yet.`
  }
}

/** What has been checked of a group so far, and what has not. */
export const checkedSoFar = ({ vouchedBy, email }: Newcomer): { checked: string; unchecked: readonly string[] } => ({
  checked:
    vouchedBy === null
      ? `That somebody reads mail at ${email ?? 'the address they gave'}.`
      : `${vouchedBy} spoke with them on the phone.`,
  unchecked: [
    'Who the group is, and whether it does what it says.',
    'Whether the person it asks for knows of it and agreed: ask them yourself before you share who they are.',
  ],
})

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter(word => word && !['the', 'of', 'and', 'ltd', 'cic', 'cio', 'group', 'project'].includes(word))
    .sort()
    .join(' ')

const digits = (phone: string | null): string => (phone ?? '').replace(/\D/g, '').slice(-10)

/** Mail that anybody can have: two people there have nothing else in common. The largest of the UK, our own list (2026). */
const mailForAnybody =
  /^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|icloud|me|aol|btinternet|sky|virginmedia|talktalk|protonmail|proton)\./

const domainOf = (email: string | null): string | null => {
  const domain = email?.split('@')[1]?.toLowerCase()
  return domain && !mailForAnybody.test(domain) ? domain : null
}

/** Known organisations that may be the same as a group, each with why. Shown to whoever looks, never to the group: it would tell who is known here. */
export const mayBeTheSame = (
  group: Pick<Newcomer, 'name' | 'email' | 'phone'>,
  known: readonly Organisation[],
): { readonly organisation: Organisation; readonly because: string }[] =>
  known
    .filter(({ trust }) => trust === 'known')
    .flatMap(organisation => {
      const reasons = [
        ...(plainName(organisation.name) && plainName(organisation.name) === plainName(group.name)
          ? ['the same name']
          : []),
        ...(group.email && organisation.email.toLowerCase() === group.email.toLowerCase()
          ? ['the same e-mail address']
          : domainOf(group.email) !== null && domainOf(group.email) === domainOf(organisation.email)
            ? ['mail of the same domain']
            : []),
        ...(digits(group.phone).length === 10 && digits(group.phone) === digits(organisation.phone)
          ? ['the same phone number']
          : []),
      ]
      return reasons.length ? [{ organisation, because: reasons.join(', ') }] : []
    })
