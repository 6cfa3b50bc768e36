import { form } from '../../../design/form.ts'
import { dateAt, dayMonthYear, monthAndYear } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem, SummaryCard, Timeline } from '../../../design/view-models.ts'
import type { Visit } from '../../../platform/http/route.ts'
import { typedText } from '../../../platform/http/typed.ts'
import { freshnessOf } from '../freshness.ts'
import { PUBLISHED_HERE } from '../listed-service.ts'
import { findListedService } from '../listed-service-store.ts'
import { sayFreshness } from '../words.ts'
import { listAskingsOf } from './asking-store.ts'
import { findHiding, listAssurances, listReasons } from './assurance-store.ts'
import { dueOn } from './ladder.ts'
import { howWords, reasonWords } from './staff-words.ts'

/** Everything that is kept of how one entry was checked, for directory editors. */

/** @returns the model of the page; null when there is no such entry. */
export async function entryView(
  { platform, place, actor, params, body }: Visit<{ serviceId: string }>,
  here: string,
  errors: readonly ErrorItem[],
) {
  const { serviceId } = params
  const now = platform.clock()
  const found = await platform.db.as(actor, async tx => ({
    service: await findListedService(tx, serviceId),
    assurances: await listAssurances(tx, serviceId),
    reasons: await listReasons(tx, serviceId),
    askings: await listAskingsOf(tx, serviceId),
    hiding: await findHiding(tx, serviceId),
  }))
  const { service, reasons, hiding } = found
  if (!service) return null
  const freshness = freshnessOf(service, now)
  const press = (text: string, what: string, look: Action['look'] = 'other'): Action => ({
    text,
    look,
    action: `${here}/${serviceId}`,
    hidden: { do: what },
  })
  const standing: SummaryCard = {
    title: 'How it stands',
    rows: [
      { key: 'The public reads', value: sayFreshness(freshness, 'en') },
      { key: 'Last checked', value: service.assuredOn ? dayMonthYear(service.assuredOn) : 'Not known' },
      {
        key: 'Last edited',
        value: service.lastModifiedAt
          ? `${dayMonthYear(dateAt(service.lastModifiedAt))} (an edit is no check)`
          : 'Not known',
      },
      {
        key: 'To be asked about',
        value: service.assuredOn
          ? `from ${dayMonthYear(dueOn({ assuredOn: service.assuredOn, listedOn: '0001-01-01' }))}`
          : 'two weeks after it was listed',
      },
      ...(hiding
        ? [
            {
              key: 'Hidden until checked',
              value: `since ${dayMonthYear(dateAt(hiding.hiddenAt))}, by ${hiding.hiddenBy}`,
            },
          ]
        : []),
    ],
  }
  return {
    page: {
      title: service.name,
      kind: 'staff',
      backHref: here,
      caption: service.publisher?.name ?? 'Organisation not known',
      errors,
    },
    publicHref: `/${place.slug}/services/${serviceId}`,
    standing,
    actions: [
      press('I rang: it is right', 'right', 'main'),
      press('I rang: nobody answered', 'no-answer'),
      ...(hiding
        ? [press('Show it again', 'show')]
        : [press('Remind now', 'remind'), press('Hide until checked', 'hide')]),
      ...(service.doubtfulBecause ? [press('End the doubts', 'no-doubt')] : []),
    ],
    open: reasons
      .filter(({ endedAt }) => !endedAt)
      .map(({ reason, words, raisedAt }) => ({ says: reasonWords[reason].says, words, at: raisedAt })),
    doubt: form({
      action: `${here}/${serviceId}`,
      hidden: { do: 'doubt' },
      fields: [
        {
          kind: 'textarea',
          name: 'words',
          label: 'What is doubtful about it?',
          hint: 'Only editors read this. The public reads that somebody told us it may be wrong.',
          limit: 1000,
          rows: 3,
        },
      ],
      values: { words: typedText(body.words) },
      errors,
      button: 'Mark as doubtful',
    }),
    doubtOpen: errors.some(({ field }) => field === 'words'),
    history: historyOf(found),
    sources: sourcesOf(service),
  }
}

type Found = {
  assurances: Awaited<ReturnType<typeof listAssurances>>
  reasons: Awaited<ReturnType<typeof listReasons>>
  askings: Awaited<ReturnType<typeof listAskingsOf>>
}

const answers: Readonly<Record<string, string>> = {
  right: 'They said that everything is right.',
  changed: 'They said that something has changed.',
  stopped: 'They said that they have stopped it.',
}

/** Every check, every reason to look and every round of asking, newest first. */
function historyOf({ assurances, reasons, askings }: Found): Timeline {
  const facts: Timeline['facts'][number][] = [
    ...assurances.flatMap(({ how, byName, assuredOn, recordedAt, undoneAt, undoneBy }) => [
      {
        at: recordedAt,
        actor: byName,
        sentence: `Checked ${howWords[how]}, as of ${dayMonthYear(assuredOn)}.`,
        tone: 'agreed' as const,
      },
      ...(undoneAt
        ? [{ at: undoneAt, actor: undoneBy ?? '', sentence: 'Took that check back.', tone: 'stopped' as const }]
        : []),
    ]),
    ...reasons.flatMap(({ reason, words, raisedAt, raisedBy, endedAt, endedBy }) => [
      {
        at: raisedAt,
        actor: raisedBy,
        sentence: reasonWords[reason].says,
        ...(words && { quote: words }),
        tone: 'attention' as const,
      },
      ...(endedAt
        ? [
            {
              at: endedAt,
              actor: endedBy ?? '',
              sentence: `No longer: ${reasonWords[reason].short}.`,
              tone: 'done' as const,
            },
          ]
        : []),
    ]),
    ...askings.flatMap(({ toAddress, openedAt, mails, settledAt, answer }) => [
      {
        at: openedAt,
        actor: 'Keep it Local',
        sentence: `Asked at ${toAddress}; ${mails === 1 ? 'one mail' : `${mails} mails`} in this round.`,
        tone: 'waiting' as const,
      },
      ...(settledAt && answer
        ? [
            {
              at: settledAt,
              actor: `Whoever reads ${toAddress}`,
              sentence: answers[answer] ?? '',
              tone: 'underway' as const,
            },
          ]
        : []),
    ]),
  ]
  return { caption: 'What has happened', facts: facts.sort((a, b) => b.at.getTime() - a.at.getTime()) }
}

/** Who said each field: the entry's own source unless another is kept for it. */
function sourcesOf(service: {
  source: string
  assuredOn?: string
  fieldSources?: Readonly<Record<string, { source: string; at?: string }>>
}) {
  const own = service.source === PUBLISHED_HERE ? 'The organisation itself, here' : `The feed ${service.source}`
  const others = Object.entries(service.fieldSources ?? {})
  return {
    columns: [{ text: 'Field' }, { text: 'Who said it' }, { text: 'When' }],
    rows: [
      ...others.map(([field, { source, at }]) => [field, source, at ? monthAndYear(at) : 'Not known']),
      [others.length > 0 ? 'All other fields' : 'All fields', own, 'as of the last check and edit above'],
    ],
  }
}
