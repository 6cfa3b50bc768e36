import { dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { localTime } from '../../../kernel/local-time.ts'
import { countDaysOpened, findUsual, listReadSince } from '../../../platform/audit/trail.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { dataProtectionHolder } from '../../organisations/index.ts'
import { listPeople, lookedAtPerson } from '../../people/index.ts'
import { listHelpRequestsOf } from '../../requests/index.ts'
import { coordinatorsHolder } from '../holders.ts'
import { tellThoseWho } from '../tell-leads.ts'
import { insertAlert } from './alert-store.ts'
import type { ReadingNumbers } from './reading-numbers.ts'
import { numbersOfPlace } from './reading-rules-store.ts'
import { alikeIn, type Reading, unusualIn } from './unusual.ts'

/** Opening one person's details, by whatever page. */
const openings = [lookedAtPerson, 'opened in an emergency']

const hour = 3_600_000
const day = 24 * hour

/** Looks at who read whom within the last hour, and raises what is unusual: to the data protection lead, and to the coordinators of the reader's organisation. */
export const watchReading = (platform: Platform, placeId: PlaceId): Promise<void> =>
  platform.db.asHouse(placeId, async tx => {
    const since = new Date(tx.now.getTime() - hour)
    const numbers = await numbersOfPlace(tx)
    for (const { readerId, organisationId, opened, readFrom } of await listReadSince(tx, openings, since))
      for (const { rule, says } of unusualIn(await readingOf(tx, readerId, opened, since, numbers), numbers)) {
        const onDay = dateAt(tx.now)
        const alertId = await insertAlert(tx, { rule, readerId, organisationId, says, readFrom, onDay })
        if (alertId) await raise(tx, alertId, readerId, organisationId)
      }
  })

const readingOf = async (
  tx: PlaceTx,
  readerId: string,
  opened: readonly string[],
  since: Date,
  numbers: ReadingNumbers,
): Promise<Reading> => {
  const people = await listPeople(tx, [readerId, ...opened])
  const reader = people.find(({ personId }) => personId === readerId)
  const others = people.filter(({ personId }) => personId !== readerId)
  const { minute } = localTime(tx.now.getTime())
  return {
    readerId,
    opened,
    ...(await findUsual(tx, openings, readerId, { from: new Date(since.getTime() - 28 * day), until: since })),
    isNight: minute >= numbers.nightFrom * 60 || minute < numbers.nightUntil * 60,
    alike: reader ? others.flatMap(other => alikeIn(reader, other)) : [],
    daysWithoutNeed: await mostDaysWithoutNeed(tx, readerId, opened, numbers.daysWithoutNeed),
  }
}

/** Of those who wait for nothing, on how many of the last seven days the one was opened who was opened most. */
const mostDaysWithoutNeed = async (
  tx: PlaceTx,
  readerId: string,
  opened: readonly string[],
  fromDays: number,
): Promise<number> => {
  const often = (await countDaysOpened(tx, openings, readerId, opened, new Date(tx.now.getTime() - 7 * day)))
    .filter(({ days }) => days >= fromDays)
    .sort((a, b) => b.days - a.days)
  for (const { recordId, days } of often) {
    const requests = await listHelpRequestsOf(tx, recordId)
    if (requests.every(({ state }) => state === 'closed')) return days
  }
  return 0
}

const raise = async (tx: PlaceTx, alertId: string, readerId: string, organisationId: string | null): Promise<void> => {
  const holders = [dataProtectionHolder(tx.placeId), ...(organisationId ? [coordinatorsHolder(organisationId)] : [])]
  await grantAccess(
    tx,
    holders.map(holderId => ({ recordId: alertId, holderId, basis: 'looks at unusual reading' })),
  )
  const told = {
    aboutId: alertId,
    sentFor: 'unusual reading',
    atNight: 'waits' as const,
    subject: 'Something is unusual in who reads whose details',
    body: 'Please look at it and write down what it was.',
    link: { words: 'Look at it here', path: '/unusual-reading' },
  }
  await tellThoseWho(tx, ['data protection lead'], told, ({ personId }) => personId !== readerId)
  await tellThoseWho(
    tx,
    ['coordinator'],
    told,
    member => member.personId !== readerId && member.organisationId === organisationId,
  )
}
