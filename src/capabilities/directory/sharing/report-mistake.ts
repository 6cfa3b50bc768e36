import { Type } from 'typebox'
import { type JourneyId, newId } from '../../../kernel/ids.ts'
import { newLetterCode } from '../../../kernel/letter-code.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { keyedHash } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { factKind, record } from '../../../platform/facts/fact.ts'
import { writeNotice } from '../../../platform/notify/notice.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { raise } from '../freshness/assure.ts'
import { findListedService } from '../listed-service-store.ts'
import { withoutPrivateWords } from '../private-words-store.ts'
import {
  countIndependent,
  MISTAKE_CODE_LENGTH,
  MOST_AN_HOUR,
  MOST_WORDS,
  SAME_WITHIN_MINUTES,
  type Wrong,
  wrongs,
} from './mistake.ts'
import { countFrom, findSame, insertMistake, listSources, lockReportsOf } from './mistake-store.ts'
import { sharingWords } from './sharing-words.ts'

/** Somebody told us of a mistake in an entry. */
export const MistakeReported = factKind<{ mistakeId: string; serviceId: string; wrong: readonly Wrong[] }>(
  'directory.reported-mistake',
  () => 'Somebody told us of a mistake in the entry.',
)

const minutesBefore = (at: Date, minutes: number): Date => new Date(at.getTime() - minutes * 60_000)

/** Takes a report down, tells the organisation that looks after the entry, and says to the reporter that it was received. */
export const reportMistake = command({
  name: 'directory.report-mistake',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    serviceId: Type.String({ format: 'uuid' }),
    wrong: Type.Array(Type.Union(wrongs.map(code => Type.Literal(code))), { minItems: 1, maxItems: wrongs.length }),
    words: Type.String({ maxLength: MOST_WORDS }),
    contact: Type.Union([
      Type.Null(),
      Type.Object({
        kind: Type.Union([Type.Literal('email'), Type.Literal('phone')]),
        address: Type.String({ minLength: 3, maxLength: 254 }),
      }),
    ]),
    language: Type.Union([Type.Literal('en'), Type.Literal('ar')]),
    /** What tells reporters apart: the address a report came from. Only its keyed hash is kept. */
    from: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  async run(tx, { serviceId, wrong, words: typed, contact, language, from }) {
    const service = await findListedService(tx, serviceId)
    if (!service) return refuse('no-such-service', 'This service is not in the directory.')
    const words = await withoutPrivateWords(tx, [serviceId], typed, MOST_WORDS)
    const source = await keyedHash(tx, 'directory mistakes', from)
    await lockReportsOf(tx, serviceId)
    const same = await findSame(tx, { source, serviceId, wrong, words }, minutesBefore(tx.now, SAME_WITHIN_MINUTES))
    if (same) return { recordId: same.mistakeId, code: same.code }
    if ((await countFrom(tx, source, minutesBefore(tx.now, 60))) >= MOST_AN_HOUR)
      return refuse('too-many', 'You have told us of many mistakes within the hour. Wait an hour, or ring us.')
    const mistakeId: string = newId()
    const code = await insertWithCode(tx, { mistakeId, serviceId, wrong, words, language, source }, contact)
    const about = { recordId: mistakeId, journeyId: mistakeId as unknown as JourneyId }
    await record(tx, MistakeReported, about, { mistakeId, serviceId, wrong })
    if (contact?.kind === 'email')
      await tellReceived(tx, { mistakeId, code, serviceName: service.name, language, to: contact.address })
    if (service.organisationId)
      await tellOrganisation(tx, { mistakeId, serviceName: service.name, organisationId: service.organisationId })
    if (countIndependent(await listSources(tx, serviceId)) >= 2) await raise(tx, [serviceId], 'doubted', null)
    return { recordId: mistakeId, code }
  },
})

async function insertWithCode(
  tx: PlaceTx,
  mistake: Omit<Parameters<typeof insertMistake>[1], 'code'>,
  contact: Parameters<typeof insertMistake>[2],
): Promise<string> {
  for (let tries = 0; tries < 5; tries++) {
    const code = newLetterCode(MISTAKE_CODE_LENGTH)
    if (await insertMistake(tx, { ...mistake, code }, contact)) return code
  }
  throw new Error('no free code for a report')
}

async function tellReceived(
  tx: PlaceTx,
  {
    mistakeId,
    code,
    serviceName,
    language,
    to,
  }: { mistakeId: string; code: string; serviceName: string; language: 'en' | 'ar'; to: string },
): Promise<void> {
  const say = sharingWords(language)
  await writeNotice(tx, {
    aboutId: mistakeId,
    holderIds: [],
    sentFor: 'mistake received',
    atNight: 'answer',
    channel: 'email',
    toName: to,
    toAddress: to,
    subject: say('mailReceivedSubject', { service: serviceName }),
    body: say('mailReceivedBody', { service: serviceName, code }),
    link: { words: say('mailLink'), path: `/mistakes/${code}${language === 'en' ? '' : `?lang=${language}`}` },
  })
}

/** Only that there is something to look at: what was written stays behind the sign-in. */
async function tellOrganisation(
  tx: PlaceTx,
  { mistakeId, serviceName, organisationId }: { mistakeId: string; serviceName: string; organisationId: string },
): Promise<void> {
  const organisation = await findOrganisation(tx, organisationId)
  if (!organisation) return
  await writeNotice(tx, {
    aboutId: mistakeId,
    holderIds: [organisationId],
    sentFor: 'mistake reported',
    atNight: 'waits',
    channel: 'email',
    toName: organisation.name,
    toAddress: organisation.email,
    subject: `Is “${serviceName}” right in the directory?`,
    body: `Somebody told us that something may be wrong in the directory's entry “${serviceName}”, which is yours. Please look at what they wrote, put it right if it is wrong, and say so: they are waiting to hear.`,
    link: { words: 'See what they told us', path: `/directory/mistakes/${mistakeId}` },
  })
}
