import { Type } from 'typebox'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisationsById } from '../../organisations/index.ts'
import { parsePostcode } from '../../places/index.ts'
import { maybe } from '../input.ts'
import type { Party } from './party.ts'
import { insertParty, listPartiesById, partyOfOrganisation, saveParty } from './party-store.ts'
import { wrongOrgId } from './register-numbers.ts'

const unknown = {
  orgIds: [],
  address: null,
  postcode: null,
  website: null,
  size: null,
  isVcse: null,
  isMutual: null,
  isSupportedEmployer: null,
}

/** Kinds of organisation that are voluntary, community or social enterprises by what they are; of others it has to be told. */
const vcseKinds = ['charity', 'community interest company', 'faith group', 'mutual aid']

/** The body that an organisation of the place is, or one known here from outside it; null when the id is of neither. An organisation becomes a party by its first part in anything. */
export const partyFor = async (tx: PlaceTx, id: string): Promise<Party | null> => {
  const known = (await listPartiesById(tx, [id]))[0] ?? (await partyOfOrganisation(tx, id))
  if (known) return known
  const [organisation] = await listOrganisationsById(tx, [id])
  if (!organisation) return null
  await insertParty(tx, {
    ...unknown,
    organisationId: organisation.organisationId,
    name: organisation.name,
    isVcse: vcseKinds.includes(organisation.kind) ? true : null,
  })
  return partyOfOrganisation(tx, id)
}

const orgIds = Type.Array(Type.String({ maxLength: 60 }), {
  maxItems: 5,
  mend: 'Enter numbers with the register before them, like GB-CHC-1123456 or GB-COH-01234567',
})
const facts = {
  name: Type.String({ minLength: 1, maxLength: 200, mend: 'Enter its name, in up to 200 characters' }),
  orgIds,
  address: maybe(Type.String({ maxLength: 300 }), 'Enter the address in up to 300 characters'),
  postcode: maybe(Type.String({ maxLength: 10 })),
  website: maybe(
    Type.String({ maxLength: 300, pattern: '^https?://\\S+$' }),
    'Enter an address like https://www.example.org',
  ),
  size: maybe(Type.Enum(['micro', 'small', 'medium', 'large'])),
  isVcse: maybe(Type.Boolean()),
  isMutual: maybe(Type.Boolean()),
  isSupportedEmployer: maybe(Type.Boolean()),
}
type Facts = Omit<Party, 'partyId' | 'organisationId'>

/** What is wrong with what is known of a body, at its field. */
const wrongWith = ({ orgIds, postcode }: Facts): Refusal | null => {
  const wrong = orgIds.map(wrongOrgId).find(each => each !== null)
  if (wrong) return refuse('wrong-number', wrong, 'orgIds')
  return postcode === null || parsePostcode(postcode).kind === 'unit'
    ? null
    : refuse('wrong-postcode', 'Enter a whole postcode, like ZZ1 4AB.', 'postcode')
}

/** Writes down a body that does not work on this platform: a national funder, a company from elsewhere. */
export const addParty = command({
  name: 'commissioning.add-party',
  allow: 'commissioning.lead',
  input: Type.Object(facts),
  async run(tx, input) {
    const given = input as unknown as Facts
    const wrong = wrongWith(given)
    if (wrong) return wrong
    const partyId = await insertParty(tx, { ...given, organisationId: null })
    return { recordId: partyId, partyId }
  },
})

/** Puts right what is known of a body: its numbers in registers, its size, what kind of body it is. */
export const changeParty = command({
  name: 'commissioning.change-party',
  allow: 'commissioning.lead',
  input: Type.Object({ partyId: Type.String({ format: 'uuid' }), ...facts }),
  async run(tx, { partyId, ...input }) {
    const given = input as unknown as Facts
    const wrong = wrongWith(given)
    if (wrong) return wrong
    return (await saveParty(tx, partyId, given))
      ? { recordId: partyId }
      : refuse('no-such-party', 'We do not know that body.')
  },
})
