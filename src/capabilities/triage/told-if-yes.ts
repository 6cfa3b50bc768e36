/** What an organisation would be told if it said yes, in words for whoever is about to ask it. Pure: the rule itself was asked before. */
import type { SummaryRow } from '../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { type Basis, bases, fieldsInWords, type SharedField, sharedFieldCodes } from '../organisations/index.ts'
import { type Allowed, onlyShared, type Person, type Withheld } from '../people/index.ts'
import type { WouldBeTold } from '../referrals/index.ts'
import { type HelpRequest, personRows } from '../requests/index.ts'

/** One thing that can allow it, with what is told and what stays back by it. */
interface Way {
  readonly basis: Basis
  readonly text: string
  readonly says: string
}

export interface ToldIfYes {
  readonly ways: readonly Way[]
  readonly cannot: readonly { what: string; why: string }[]
  /** The one that stands already or may be asked for; null where only a ground that somebody writes down would do. */
  readonly stands: Basis | null
  /** What is told by it, as it would be read. */
  readonly rows: readonly SummaryRow[]
  /** True where a yes asked for now lets more be told; `why` where some may be told already. */
  readonly readOut: { readonly why: string | null } | null
}

interface Known {
  readonly told: readonly WouldBeTold[]
  readonly request: Pick<HelpRequest, 'story' | 'onBehalfName' | 'onBehalfRelationship' | 'onBehalfContact'>
  readonly person: Person | null
  readonly neighbourhoodName: string | null
  /** What is known of the organisation, in a sentence. */
  readonly levelSays: string
}

const because = (why: Withheld, name: string, levelSays: string): string =>
  ({
    'the words did not name it': 'the words they said yes to did not name it',
    'the agreement does not name it': 'the agreement does not name it',
    'their level': `of ${name} we know that ${levelSays}`,
    'their address is hidden': `nobody is told where they live who was not named to them`,
  })[why]

/** What stays back, with why: the fields of one reason together. */
const staysBack = ({ withheld }: Allowed, name: string, levelSays: string): string[] => {
  const reasons = [...new Set(Object.values(withheld))]
  return reasons.map(why => {
    const fields = sharedFieldCodes.filter(field => withheld[field] === why)
    return `${fieldsInWords(fields)}, because ${because(why, name, levelSays)}`
  })
}

const capital = (words: string): string => `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`

const inWords = (allowed: Allowed, name: string, levelSays: string): string =>
  [
    `Told: ${fieldsInWords(allowed.fields)}.`,
    ...staysBack(allowed, name, levelSays).map(each => `Stays back: ${each}.`),
  ].join(' ')

/** What they would read, and what they would not. */
const rowsOf = (
  allowed: Allowed,
  name: string,
  { person, request, neighbourhoodName, levelSays }: Known,
): SummaryRow[] => {
  const has = (field: SharedField) => allowed.fields.includes(field)
  const { onBehalfName, onBehalfRelationship, onBehalfContact } = request
  return [
    ...(person
      ? personRows(onlyShared(person, allowed.fields), neighbourhoodName).filter(
          ({ key }) => (has('address') || key !== 'Lives in') && (has('contact') || key !== 'Wants'),
        )
      : []),
    ...(has('on behalf') && onBehalfName
      ? [
          {
            key: 'Asked for them',
            value: [onBehalfName, onBehalfRelationship, onBehalfContact].filter(part => part).join(', '),
          },
        ]
      : []),
    ...(has('story') ? [{ key: 'Their story', value: request.story || 'Nothing was written down.' }] : []),
    ...staysBack(allowed, name, levelSays).map(each => ({ key: 'Stays back', value: `${capital(each)}.` })),
  ]
}

const labelOf = ({ basis, answer, ifTheySayYes }: WouldBeTold): string =>
  basis !== 'consent'
    ? bases[basis].label
    : isRefusal(answer) && ifTheySayYes
      ? 'Their permission, asked for just now'
      : 'The permission they gave, above'

/** The ways that are open, those that are not, and what is told by the first. */
export const toldIfYes = (known: Known, name: string): ToldIfYes => {
  const { told, levelSays } = known
  const says = (allowed: Allowed) => inWords(allowed, name, levelSays)
  const open: { way: Way; allowed: Allowed }[] = []
  const cannot: { what: string; why: string }[] = []
  let readOut: ToldIfYes['readOut'] = null
  for (const each of told) {
    const { basis, answer, ifTheySayYes } = each
    const more = ifTheySayYes && !isRefusal(ifTheySayYes) ? ifTheySayYes : null
    const allowed = isRefusal(answer) ? more : answer
    // What is said of a permission that nobody has given is said in the one that may be asked for.
    if (!allowed) cannot.push({ what: labelOf(each), why: ((ifTheySayYes ?? answer) as Refusal).message })
    else {
      const gains = !isRefusal(answer) && more ? ` If they say yes to ${name} by name: ${says(more)}` : ''
      open.push({ way: { basis, text: labelOf(each), says: `${says(allowed)}${gains}` }, allowed })
      if (more)
        readOut = {
          why: isRefusal(answer)
            ? null
            : `They said yes to sharing, but nobody may know where they live. It is told to ${name} only if they say yes to ${name} by name.`,
        }
    }
  }
  const first = open.find(({ way }) => !bases[way.basis].needsGround)
  return {
    ways: open.map(({ way }) => way),
    cannot,
    stands: first?.way.basis ?? null,
    rows: first ? rowsOf(first.allowed, name, known) : [{ key: 'Nothing', value: cannot[0]?.why ?? '' }],
    readOut,
  }
}
