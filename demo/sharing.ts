import { recordEvidence, signAgreement, writeAgreement } from '../src/capabilities/organisations/index.ts'
import { dateAt } from '../src/design/time-in-words.ts'
import type { PlaceId } from '../src/kernel/ids.ts'
import { perform } from '../src/platform/command.ts'
import type { Database } from '../src/platform/db/database.ts'
import { houseActor } from '../src/platform/db/database.ts'
import type { Clock } from './clock.ts'
import { days, later } from './story.ts'
import { done, found } from './tell.ts'

/** What was seen of whom, and how many days before now; `lasts` is how many days from then it holds. */
const seen = [
  { of: 'Old Quay Kitchen', kind: 'charity number', reference: '1123456', ago: 200, lasts: null },
  { of: 'Old Quay Kitchen', kind: 'insurance', reference: 'OQ-2291', ago: 200, lasts: 365 },
  { of: 'Old Quay Kitchen', kind: 'safeguarding policy', reference: '', ago: 200, lasts: 220 },
  { of: 'Northgate Neighbours', kind: 'safeguarding policy', reference: '', ago: 30, lasts: 335 },
  { of: 'Larkmere Council', kind: 'public body', reference: '', ago: 400, lasts: null },
  { of: 'Harbour Surgery', kind: 'public body', reference: '', ago: 380, lasts: null },
] as const

/** Agreements, with who has signed; the last waits for one signature. */
const agreements = [
  {
    title: 'Welfare and housing: who tells whom what',
    between: ['Larkmere Community Hub', 'Larkmere Council', 'Plain Sailing Advice'],
    fields: ['name', 'contact', 'address', 'communication', 'story'],
    ground: 'Public task: UK GDPR Article 6(1)(e), Care Act 2014 section 2',
    ago: 300,
    lasts: 730,
    signed: [
      ['Nadia Rahman', 300],
      ['Priya Nair', 298],
      ['Rukhsana Mirza', 296],
    ],
  },
  {
    title: 'Leaving hospital and coming home',
    between: ['Larkmere Community Hub', 'Harbour Surgery'],
    fields: ['name', 'contact', 'address', 'communication'],
    ground: 'Public task: UK GDPR Article 6(1)(e), Health and Care Act 2022',
    ago: 9,
    lasts: 365,
    signed: [['Nadia Rahman', 8]],
  },
] as const

/** Writes down what was seen of Larkmere's organisations and the agreements between them. */
export const settleSharing = async (
  {
    db,
    clock,
    placeId,
    organisationIds,
  }: { db: Database; clock: Clock; placeId: PlaceId; organisationIds: ReadonlyMap<string, string> },
  now: Date,
): Promise<void> => {
  const house = houseActor(placeId)
  const dayAgo = (ago: number) => later(now, -ago * days)
  for (const { of, kind, reference, ago, lasts } of seen)
    await clock.at(dayAgo(ago), async () => {
      const untilOn = lasts === null ? null : dateAt(dayAgo(ago - lasts))
      const input = {
        organisationId: found(organisationIds, of),
        kind,
        reference,
        seenOn: dateAt(dayAgo(ago)),
        untilOn,
        note: '',
      }
      done(await perform(db, house, recordEvidence, input))
    })
  for (const { title, between, fields, ground, ago, lasts, signed } of agreements)
    await clock.at(dayAgo(ago), async () => {
      const parties = between.map(name => found(organisationIds, name))
      const { agreementId } = done(
        await perform(db, house, writeAgreement, {
          title,
          organisationIds: parties,
          purposes: ['help'],
          fields: [...fields],
          lawfulGround: ground,
          fromOn: dateAt(dayAgo(ago)),
          untilOn: dateAt(dayAgo(ago - lasts)),
        }),
      )
      for (const [n, [signedBy, at]] of signed.entries())
        await clock.at(dayAgo(at), async () => {
          const input = { agreementId, organisationId: parties[n] ?? '', signedBy, signedOn: dateAt(dayAgo(at)) }
          done(await perform(db, house, signAgreement, input))
        })
    })
}
