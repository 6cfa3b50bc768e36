/** Councils come into the network, change and leave; by whoever convenes it. A council's own champions keep what is said about it. */
import { Type } from 'typebox'
import { newId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { endAccess, grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { type Council, keeps } from './council.ts'
import { findCouncil, findCouncilOf, isCouncilNameTaken, saveCouncil } from './council-store.ts'

const orNull = (type: ReturnType<typeof Type.String>, mend: string) => Type.Union([type, Type.Null()], { mend })
const onOrNull = (mend: string) => orNull(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }), mend)

export const CouncilInput = Type.Object({
  councilId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  name: Type.String({ minLength: 2, maxLength: 120, mend: 'Enter the council’s name, of 2 to 120 characters' }),
  area: orNull(Type.String({ maxLength: 120 }), 'Name the area in up to 120 characters'),
  about: orNull(Type.String({ maxLength: 2000 }), 'Say it in up to 2,000 characters'),
  website: orNull(Type.String({ maxLength: 500 }), 'Enter a web address like https://example.gov.uk'),
  organisationId: orNull(Type.String({ format: 'uuid' }), 'Choose an organisation from the list'),
  joinedOn: onOrNull('Enter the day it joined'),
  leftOn: onOrNull('Enter the day it left'),
})

/** Adds a council, or changes what is said about one. */
export const keepCouncil = command({
  name: 'practice.keep-council',
  allow: 'practice.record',
  input: CouncilInput,
  async run(tx, input) {
    const before = input.councilId === null ? null : await findCouncil(tx, input.councilId)
    const isConvenor = keeps(tx.actor, { organisationId: null })
    if (input.councilId !== null && !before) return refuse('no-such-council', 'There is no such council.')
    if (before ? !keeps(tx.actor, before) : !isConvenor)
      return refuse('not-yours', 'Only whoever convenes the network, or the council’s own champions, may change this.')
    // What binds a council to the network and to an organisation is the convenor's to say.
    const { organisationId, joinedOn, leftOn } = isConvenor ? input : (before ?? input)
    const council: Council = { ...input, organisationId, joinedOn, leftOn, councilId: before?.councilId ?? newId() }
    if (leftOn && joinedOn && leftOn < joinedOn)
      return refuse('left-before', 'It cannot have left before it joined. Check both days.', 'leftOn')
    if (await isCouncilNameTaken(tx, council.name, council.councilId))
      return refuse('name-taken', 'A council of this name is in the network already.', 'name')
    if (organisationId && !(await findOrganisation(tx, organisationId)))
      return refuse('no-such-organisation', 'Choose an organisation from the list.', 'organisationId')
    const already = organisationId ? await findCouncilOf(tx, organisationId) : null
    if (already && already.councilId !== council.councilId)
      return refuse('organisation-taken', `This organisation stands for ${already.name} already.`, 'organisationId')
    await saveCouncil(tx, council)
    const was = before?.organisationId ?? null
    if (was !== organisationId) {
      if (was) await endAccess(tx, { holderId: was, recordIds: [council.councilId] })
      if (organisationId)
        await grantAccess(tx, [
          { recordId: council.councilId, holderId: organisationId, basis: 'is this council of the network' },
        ])
    }
    return { recordId: council.councilId, councilId: council.councilId }
  },
})
