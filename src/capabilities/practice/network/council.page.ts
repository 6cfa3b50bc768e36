/** `/:place/network/councils/:councilId`: one council's record, for everybody; its keepers change it from here. */
import { Type } from 'typebox'
import { plural } from '../../../design/filters.ts'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { notFound, page, view } from '../../../platform/http/route.ts'
import type { Item, Section, SectionsPage } from '../sections.ts'
import {
  type Council,
  type CouncilEntry,
  type EntryKind,
  entryKindCodes,
  holdsOn,
  keeps,
  partnerKinds,
  whatIsAsked,
} from './council.ts'
import { findCouncil, listEntries } from './council-store.ts'
import { entryKinds, sortWords } from './entry-kinds.ts'
import { listSteps, type RecommendationStep } from './recommendation-store.ts'

const happenings: Happenings = {
  kept: { message: 'Saved. Everybody can read it now.' },
  back: { message: 'It is back.' },
}

/** What other rooms add to a council's page, and when it was last assessed. */
export interface AboutCouncil {
  assessedOn(tx: PlaceTx, councilId: string): Promise<string | null>
  sections(tx: PlaceTx, council: Council, placeSlug: string): Promise<readonly Section[]>
}

export const councilPage = (others: AboutCouncil) =>
  page({
    method: 'GET',
    path: '/:place/network/councils/:councilId',
    allow: 'anyone',
    params: Type.Object({ councilId: Type.String({ format: 'uuid' }) }),
    query: Type.Object({ done: Type.Optional(Type.Unknown()), entry: Type.Optional(Type.Unknown()) }),
    async handle({ platform, place, actor, params, query }) {
      const { councilId } = params
      const found = await platform.db.as(actor, async tx => {
        const council = await findCouncil(tx, councilId)
        if (!council) return null
        return {
          council,
          today: dateAt(tx.now),
          entries: await listEntries(tx, councilId),
          steps: await listSteps(tx, councilId),
          assessedOn: await others.assessedOn(tx, councilId),
          more: await others.sections(tx, council, place.slug),
        }
      })
      if (!found) return notFound('There is no such council in this network.')
      const { council, today, entries, steps, more } = found
      const mine = actor.kind === 'person' && keeps(actor, council)
      const here = `/${place.slug}/network/councils/${councilId}`
      const removed = query.done === 'removed' && typeof query.entry === 'string' ? query.entry : null
      const model: SectionsPage = {
        page: {
          title: council.name,
          titleIsContent: true,
          caption: council.area ?? 'Council of the network',
          backHref: `/${place.slug}/network`,
          ...noticeOf(happenings, query.done),
          ...(removed &&
            mine && {
              notice: {
                tone: 'done' as const,
                message: 'Taken out of the record.',
                undo: {
                  text: 'Put it back',
                  action: `/${place.slug}/network/entries/${encodeURIComponent(removed)}`,
                  hidden: { do: 'back' },
                  look: 'other' as const,
                },
              },
            }),
        },
        sections: [
          {
            ...(council.about && { text: council.about }),
            links: [
              ...(council.website ? [{ text: `The council’s own page about it`, href: council.website }] : []),
              { text: 'What it does about the ten recommendations', href: `${here}/recommendations` },
              ...(mine ? [{ text: 'Change what is said about the council', href: `${here}/change` }] : []),
            ],
          },
          askedSection(entries, found.assessedOn, today),
          ...entryKindCodes.map(kind => entriesSection(kind, entries, { mine, here, today, slug: place.slug })),
          recommendationsSection(steps, here),
          ...more,
        ],
      }
      return view('practice/sections.njk', model)
    },
  })

const askedSection = (entries: readonly CouncilEntry[], assessedOn: string | null, today: string): Section => ({
  title: 'What councils of the network are asked to do',
  table: {
    caption: 'How far this council is',
    rows: {
      columns: [{ text: 'Asked' }, { text: 'Where it stands' }],
      rows: whatIsAsked(entries, assessedOn, today, exactDate).map(({ what, says }) => [what, says]),
    },
  },
})

const entriesSection = (
  kind: EntryKind,
  entries: readonly CouncilEntry[],
  { mine, here, today, slug }: { mine: boolean; here: string; today: string; slug: string },
): Section => {
  const { many, add, none } = entryKinds[kind]
  const own = entries.filter(each => each.kind === kind)
  return {
    id: kind,
    title: many,
    ...(own.length === 0 && { sentences: [none] }),
    items: own.map(entry => itemOf(entry, mine, slug, today)),
    ...(mine && { actions: [{ text: add, href: `${here}/add/${kind}`, look: 'other' as const }] }),
  }
}

const itemOf = (entry: CouncilEntry, mine: boolean, slug: string, today: string): Item => {
  const { kind, title, post, fromOn, untilOn, says, learned, howMany, document, documentTitle, partners, file } = entry
  const when = untilOn ? `${exactDate(fromOn)} to ${exactDate(untilOn)}` : exactDate(fromOn)
  const sort = sortWords(entry)
  const lines: Readonly<Record<EntryKind, readonly (string | null)[]>> = {
    endorsement: [`${sort}, ${when}.`, says],
    champion: [
      [post, sort, untilOn ? when : `since ${when}`].filter(Boolean).join(', '),
      untilOn && untilOn < today ? 'Not a champion any more.' : null,
    ],
    conversation: [
      howMany === null ? when : `${when}; ${plural(howMany, 'person', 'people')} came.`,
      says && `What was heard: ${says}`,
      learned && `What changed: ${learned}`,
    ],
    pilot: [
      untilOn ? when : `Since ${when}.`,
      says,
      partnersInWords(partners),
      learned && `What was learned: ${learned}`,
    ],
    commitment: [
      `Promised ${exactDate(fromOn)}${untilOn ? `, to be done by ${exactDate(untilOn)}` : ''}.`,
      learned && `Since then: ${learned}`,
    ],
  }
  const late = kind === 'commitment' && entry.sort === 'open' && untilOn !== null && untilOn < today
  return {
    id: `entry-${entry.entryId}`,
    title,
    ...(kind === 'commitment' &&
      sort && {
        state: late
          ? { word: 'Late', tone: 'overdue' as const }
          : { word: sort, tone: entry.sort === 'kept' ? 'done' : entry.sort === 'open' ? 'underway' : 'stopped' },
      }),
    ...(kind === 'champion' && holdsOn(entry, today) && { state: { word: 'Champion now', tone: 'agreed' as const } }),
    lines: lines[kind].filter((line): line is string => Boolean(line)),
    links: [
      ...(document ? [{ text: documentTitle ?? 'Read the document', href: document }] : []),
      ...(file
        ? [
            {
              text: `${file.name}, put here on ${exactDate(file.sentOn)}`,
              href: `/${slug}/network/entries/${entry.entryId}/document.file`,
            },
          ]
        : []),
      ...(mine ? [{ text: 'Change or remove', href: `/${slug}/network/entries/${entry.entryId}` }] : []),
    ],
  }
}

/** "4 community businesses and 3 equalities organisations: …" */
const partnersInWords = (partners: CouncilEntry['partners']): string | null => {
  if (partners.length === 0) return null
  const counts = Object.entries(partnerKinds)
    .map(([kind, word]) => ({ word, count: partners.filter(partner => partner.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => plural(count, word, word.endsWith('ss') ? `${word}es` : `${word}s`))
  return `${counts.join(' and ')}: ${partners.map(({ name }) => name).join(', ')}.`
}

const recommendationsSection = (steps: readonly RecommendationStep[], here: string): Section => {
  const count = (state: string) => steps.filter(step => step.state === state).length
  return {
    title: 'The ten recommendations',
    sentences: [
      steps.length === 0
        ? 'Nothing is written down yet about the ten recommendations.'
        : `${count('done')} done, ${count('under way')} under way, of ten.`,
    ],
    links: [{ text: 'See each with its owner, action and evidence', href: `${here}/recommendations` }],
  }
}
