import { expect, it } from 'vitest'
import { aCast, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addOrganisation } from './add-organisation.ts'
import { endEvidence, recordEvidence } from './assurance/record-evidence.ts'

const house = useHouse()

const seen = async (cast: Cast, organisationId: string) => {
  const rows = await house.platform.db.as(
    cast.ben,
    tx =>
      tx.sql`select postcode, position from organisations.organisation where place_id = ${tx.placeId} and organisation_id = ${organisationId}`,
  )
  return rows[0]
}

it('where an informal group is, is somebody’s home: nobody reads it in SQL, and it is there again once the group is known further', async () => {
  const cast = await aCast(house)
  const { db } = house.platform
  const lead = houseActor(cast.placeId)
  const { organisationId } = worked(
    await perform(db, lead, addOrganisation, {
      name: 'Soup',
      kind: 'mutual aid',
      assuranceLevel: 'informal',
      about: 'Soup on Saturdays.',
      email: 'soup@example.org',
      phone: null,
      postcode: 'ZZ1 4AB',
      position: { x: 401_234, y: 300_987 },
      helpsWith: ['food'],
      neighbourhoodIds: null,
      takesReferrals: true,
    }),
  )
  const roughly = { postcode: null, position: { x: 401_500, y: 300_500 } }
  expect(await seen(cast, organisationId)).toEqual(roughly)
  await expect(
    db.as(cast.ben, tx => tx.sql`select 1 from organisations.private_office where place_id = ${tx.placeId}`),
  ).rejects.toThrow(/permission denied/)
  const input = {
    organisationId,
    kind: 'constitution' as const,
    reference: '',
    seenOn: '2026-11-16',
    untilOn: null,
    note: '',
  }
  const { recordId } = worked(await perform(db, lead, recordEvidence, input))
  expect(await seen(cast, organisationId)).toEqual({ postcode: 'ZZ1 4AB', position: { x: 401_234, y: 300_987 } })
  const [evidence] = await db.asHouse(
    cast.placeId,
    tx =>
      tx.sql<
        { evidenceId: string }[]
      >`select evidence_id from organisations.evidence where place_id = ${tx.placeId} and organisation_id = ${organisationId}`,
  )
  expect(recordId).toBeTruthy()
  worked(
    await perform(db, lead, endEvidence, { evidenceId: evidence?.evidenceId ?? '', because: 'It was another group.' }),
  )
  expect(await seen(cast, organisationId)).toEqual(roughly)
})
