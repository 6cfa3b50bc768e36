/** `/:place/commissioning/local-area`: the authority's own area and what borders it, which everybody reads and a commissioner puts right. */
import { Type } from 'typebox'
import { dateValues, form, readDate } from '../../../design/form.ts'
import { noticeOf } from '../../../design/happened.ts'
import { dateAt, exactDate } from '../../../design/time-in-words.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { typedLine, typedText } from '../../../platform/http/typed.ts'
import { findOwnPlace } from '../../places/index.ts'
import { type Area, type LocalArea, named } from '../routes/local-area.ts'
import { findLocalArea } from './local-area-store.ts'
import { tellLocalArea } from './tell-local-area.ts'

const path = '/commissioning/local-area'

const rowsOf = (local: LocalArea) => [
  { key: 'The area of the local authority', value: named([local.own]) },
  { key: 'Wholly inside', value: local.inside ? named([local.inside]) : 'No county or London borough' },
  {
    key: 'Counties and London boroughs that border it',
    value: local.borders.length ? local.borders.map(each => ({ content: named([each]) })) : 'None',
  },
  { key: 'Read in', value: local.source },
  ...(local.sourceUrl ? [{ key: 'At', value: local.sourceUrl }] : []),
  { key: 'On', value: exactDate(local.readOn) },
]

const localAreaPage = page({
  method: 'GET',
  path: `/:place${path}`,
  allow: 'anyone',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const local = await platform.db.as(actor, findLocalArea)
    const mayTell = actor.permissions.has('commissioning.lead')
    return view('commissioning/local-area/local-area.njk', {
      page: {
        title: 'Our local area',
        ...(mayTell && { kind: 'staff' as const }),
        backHref: `/${place.slug}/commissioning/routes`,
        ...noticeOf({ told: { message: 'Saved. The chooser names these areas from now on.' } }, query.done),
      },
      card: local && { rows: rowsOf(local) },
      change: mayTell
        ? {
            text: local ? 'Put it right' : 'Say what it is',
            href: `/${place.slug}${path}/change`,
            look: 'other' as const,
          }
        : null,
    })
  },
})

const line = ({ name, code }: Area): string => (code ? `${name} ${code}` : name)

/** "Northshire E10000014": the name, then its code where it is known; null of an empty line. */
const areaOf = (typed: string): Area | null => {
  const words = typed.trim().replace(/\s+/g, ' ')
  if (words === '') return null
  const found = /^(.+?)[ ,(]+([A-Za-z]\d{8})\)?$/.exec(words)
  return found
    ? { name: (found[1] as string).trim(), code: (found[2] as string).toUpperCase() }
    : { name: words, code: null }
}

const showForm = async (
  { platform, place, actor }: Visit<never, never>,
  errors: readonly ErrorItem[] = [],
  typed: Readonly<Record<string, unknown>> | null = null,
): Promise<Reply> => {
  const [local, own] = await platform.db.as(
    actor,
    async tx => [await findLocalArea(tx), await findOwnPlace(tx)] as const,
  )
  const today = dateAt(platform.clock())
  const known = {
    own: local ? line(local.own) : [own?.name, own?.ladCodes[0]].filter(Boolean).join(' '),
    inside: local?.inside ? line(local.inside) : '',
    borders: local?.borders.map(line).join('\n') ?? '',
    source: local?.source ?? '',
    sourceUrl: local?.sourceUrl ?? '',
    ...dateValues('readOn', today),
  }
  return view(
    'design/question.njk',
    {
      page: { title: 'Our local area', kind: 'staff', backHref: `/${place.slug}${path}`, errors },
      form: form({
        action: `/${place.slug}${path}/change`,
        values: typed ?? known,
        errors,
        button: 'Save it',
        fields: [
          {
            kind: 'text',
            name: 'own',
            label: 'The area of the local authority',
            hint: 'Its name, then its code of the Office for National Statistics: Larkshire E06000099',
          },
          {
            kind: 'text',
            name: 'inside',
            label: 'The county or London borough that it is wholly inside',
            hint: 'Leave it empty where it is one itself, or lies in several.',
            optional: true,
          },
          {
            kind: 'textarea',
            name: 'borders',
            label: 'Every county and London borough that borders it',
            hint: 'One a line: the name, then its code.',
            rows: 6,
            optional: true,
          },
          { kind: 'text', name: 'source', label: 'Where did you read it?', hint: 'Like: Boundary-Line, October 2026' },
          { kind: 'text', name: 'sourceUrl', label: 'Its address', optional: true },
          { kind: 'date', name: 'readOn', label: 'On what day did you read it?' },
        ],
      }),
    },
    { status: errors.length ? 422 : 200 },
  )
}

const changePage = page({
  method: 'GET',
  path: `/:place${path}/change`,
  allow: 'commissioning.lead',
  handle: visit => showForm(visit as never),
})

const changeAnswer = page({
  method: 'POST',
  path: `/:place${path}/change`,
  allow: 'commissioning.lead',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const readOn = readDate(body, 'readOn', 'the day you read it')
    if ('message' in readOn) return showForm(visit as never, [{ field: 'readOn', message: readOn.message }], body)
    const answer = await perform(platform.db, actor, tellLocalArea, {
      own: areaOf(typedLine(body.own)) ?? { name: '', code: null },
      inside: areaOf(typedLine(body.inside)),
      borders: typedText(body.borders)
        .split('\n')
        .flatMap(each => areaOf(each) ?? []),
      source: typedLine(body.source),
      sourceUrl: typedLine(body.sourceUrl) || null,
      readOn: 'on' in readOn ? readOn.on : '',
    })
    return isRefusal(answer)
      ? showForm(visit as never, errorsOf(answer), body)
      : redirect(`/${place.slug}${path}?done=told`)
  },
})

export const localAreaRoutes = [localAreaPage, changePage, changeAnswer]
