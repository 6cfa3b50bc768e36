import { describe, expect, it } from 'vitest'
import { aCast, worked } from '../../../../test/support/cast.ts'
import { aCommissioner } from '../../../../test/support/commissioner.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { perform } from '../../../platform/command.ts'
import { setPool, setYears } from '../agreements/set-money.ts'
import { planReview } from '../care/care.ts'
import { writeAgreement } from '../index.ts'

const house = useHouse()

describe('an agreement that is long over', () => {
  it('is forgotten twelve years after its last day, not a day before, never while who is in it is held; what was published stays', async () => {
    const cast = await aCast(house)
    const { actor, visitor } = await aCommissioner(house, cast)
    const { db } = house.platform
    const write = async (title: string, supplierId: string) => {
      const { reference, agreementId } = worked(
        await perform(db, actor, writeAgreement, {
          ...{
            title,
            purpose: 'Meals.',
            kind: 'grant',
            category: 'services',
            cpvCode: null,
            supplierIds: [supplierId],
          },
          ...{ startsOn: '2027-04-01', endsOn: '2032-03-31', extendableUntilOn: null, shortBecause: null },
          ...{ engagementId: null, noEngagementBecause: null, neighbourhoodIds: null },
        } as never),
      )
      worked(await perform(db, actor, setYears, { reference, amountsInPence: [1, 2, 3, 4, 5], vatRate: '0' }))
      worked(await perform(db, actor, planReview, { reference, dueOn: '2027-12-01', about: 'How it goes' }))
      return { reference, agreementId }
    }
    const gone = await write('Gone', cast.kitchen)
    worked(
      await perform(db, actor, setPool, {
        reference: gone.reference,
        basis: 'Both want it',
        showsShares: false,
        parts: [
          { funderId: cast.hub, shareInHundredths: 5_000, amountsInPence: null, riskInHundredths: 5_000 },
          { funderId: cast.kitchen, shareInHundredths: 5_000, amountsInPence: null, riskInHundredths: 5_000 },
        ],
      }),
    )
    await write('Held', cast.drivers)
    await db.asHouse(cast.placeId, async tx => {
      await tx.sql`insert into rights.hold (place_id, hold_id, record_id, what, ground, because, until_on, put_by, put_at)
        values (${tx.placeId}, ${newId()}, ${cast.drivers}, 'organisation', 'legal', 'A claim', '2060-01-01', 'Amira', ${tx.now})`
      await tx.sql`insert into commissioning.publication (place_id, publication_id, agreement_id, number, tells, document, published_at, published_by)
        values (${tx.placeId}, ${newId()}, ${gone.agreementId}, 1, 'agreement', '{"agreement": {"reference": "KEPT", "kind": "grant"}}', ${tx.now}, 'Helen')`
    })
    const left = () =>
      db.asHouse(cast.placeId, async tx =>
        (
          await tx.sql<{ title: string; hangs: number }[]>`
              select title, (select count(*) from commissioning.agreement_year y where y.place_id = a.place_id and y.agreement_id = a.agreement_id)::int
                + (select count(*) from commissioning.review r where r.place_id = a.place_id and r.agreement_id = a.agreement_id)::int
                + (select count(*) from commissioning.partner p where p.place_id = a.place_id and p.agreement_id = a.agreement_id)::int
                + (select count(*) from commissioning.agreement_party s where s.place_id = a.place_id and s.agreement_id = a.agreement_id)::int as hangs
              from commissioning.agreement a where place_id = ${tx.placeId} order by title`
        ).map(({ title, hangs }) => [title, hangs]),
      )
    const run = async (...more: string[]) =>
      (await house.commandLine('retention', 'run', '--place', cast.slug, ...more)).out
    house.setClock('2044-03-30T10:00:00Z')
    await run()
    expect(await left()).toEqual([
      ['Gone', 12],
      ['Held', 9],
    ])
    house.setClock('2044-04-02T10:00:00Z')
    expect(await run('--dry-run')).toContain('agreement: 1 would be forgotten')
    expect(await run()).toContain('agreement: 1 forgotten')
    expect(await left()).toEqual([
      ['Held', 9],
      ['deleted', 0],
    ])
    expect(await run()).toContain('agreement: 0 forgotten')
    await visitor.open(`/${cast.slug}/commissioning/agreements`)
    expect(visitor.words()).not.toContain('deleted')
    const [published] = await db.asHouse(
      cast.placeId,
      tx =>
        tx.sql<
          { rows: number }[]
        >`select count(*)::int as rows from commissioning.publication where place_id = ${tx.placeId}`,
    )
    expect(published?.rows).toBe(1)
  })
})
