/** What the page says before a need is put to volunteers: the form over what is known, the check, who could be asked, and which organisations could do it. */
import { type FieldView, fieldView } from '../../../design/form.ts'
import type { Link } from '../../../design/page.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { ErrorItem, Reason, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { checkInput } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { listOrganisations, type Organisation } from '../../organisations/index.ts'
import { consentCovers, listConsents, type Person } from '../../people/index.ts'
import { distanceInWords, findOwnPlace } from '../../places/index.ts'
import type { HelpRequest, Need } from '../../requests/index.ts'
import { checkLevels, nationOf, type Training, trainingsOf } from '../../volunteers/index.ts'
import { askableFrom } from '../offer-rules.ts'
import { neighbourhoodName } from '../send-offers.ts'
import { type OffersBy, offersBys } from '../words.ts'
import { loadKnown, metresFrom, nearestFirst } from './known-of-need.ts'
import { firstFields, putParts } from './put-parts.ts'
import { type Planned, PutInput, planTask, volunteerConsentWording } from './put-to-volunteers.ts'
import { fieldOf, readPut, readTicked } from './read-put.ts'
import { type Suggestions, suggestFor } from './suggest.ts'
import { type PutPart, type PutValues, startingValues } from './usual-answers.ts'

export interface PutFace {
  readonly action: string
  readonly what: FieldView
  readonly together: readonly FieldView[]
  readonly parts: readonly (Omit<PutPart, 'fields'> & {
    fields: readonly FieldView[]
    isOpen: boolean
    card: SummaryCard | null
    readOut: string | null
  })[]
  /** Who could be asked as it stands; null while something is in the way, which `notYet` says. */
  readonly suggestions: Suggestions | null
  readonly shown: readonly (Suggestions['people'][number] & { ticked: boolean })[]
  readonly folded: readonly (Suggestions['people'][number] & { ticked: boolean })[]
  readonly foldedOpen: boolean
  readonly notYet: string | null
  /** What each button does; the first is the place's usual one. */
  readonly buttons: readonly { text: string; step: string; says: string }[]
  readonly organisations: readonly { name: string; reasons: readonly Reason[]; href: string }[]
  readonly needLink: Link
}

/** How many are seen without opening anything. */
const mostShown = 4
const mostOrganisations = 3

const checkCard = ({ check, task }: Planned, trainings: readonly Training[]): SummaryCard => {
  const unknown = check.minimum.trainings.filter(code => !task.trainings.includes(code))
  return {
    rows: [
      { key: 'Check', value: check.askElsewhere ? 'Ask elsewhere' : checkLevels[check.level].label },
      { key: 'Why', value: check.because },
      ...(check.source
        ? [
            {
              key: check.source.whose === 'law' ? 'Law' : 'Our own rule',
              value: check.source.law,
              href: check.source.url,
            },
          ]
        : []),
      {
        key: 'Also needed',
        value:
          [
            ...(check.minimum.identity ? ['Somebody has seen who they are'] : []),
            ...(check.minimum.references > 0 ? [`${check.minimum.references} references`] : []),
            ...task.trainings.map(code => `Training: ${trainings.find(known => known.code === code)?.label ?? code}`),
          ].join('\n') || 'Nothing',
      },
      ...(unknown.length
        ? [
            {
              key: 'Not asked for',
              value: `${unknown.map(code => `Training: ${code}`).join('\n')}\nThis place has none of it`,
            },
          ]
        : []),
      ...(check.minimum.also.length ? [{ key: 'They are told', value: check.minimum.also.join('\n') }] : []),
    ],
  }
}

const whoElse = (need: Need, organisations: readonly Organisation[], base: string): PutFace['organisations'] =>
  nearestFirst(
    need.near,
    organisations.filter(
      ({ takesReferrals, helpsWith, neighbourhoodIds }) =>
        takesReferrals &&
        helpsWith.includes(need.kind) &&
        (neighbourhoodIds === null || need.neighbourhoodId === null || neighbourhoodIds.includes(need.neighbourhoodId)),
    ),
  )
    .slice(0, mostOrganisations)
    .map(organisation => ({
      name: organisation.name,
      reasons: [
        need.near && organisation.position
          ? { text: distanceInWords(metresFrom(need.near, organisation)) }
          : { text: 'distance not known', tone: 'unknown' as const },
      ],
      href: `${base}/ask/${organisation.organisationId}`,
    }))

const buttonsFor = (usual: OffersBy, now: Date, hasTicks: boolean, isTheirs: boolean): PutFace['buttons'] => {
  const from = askableFrom(now)
  const rules = {
    text: 'Let the rules ask',
    step: 'rules',
    says:
      from > now
        ? `A few at a time, fairly, the first ${inWords(from, now)}: nobody is asked at night. Whoever says yes first is confirmed at once.`
        : offersBys.rules.hint,
  }
  const ticked = {
    text: 'Ask those I tick',
    step: 'ticked',
    says:
      from > now
        ? `They are asked ${inWords(from, now)}: nobody is asked at night. You confirm whoever says yes.`
        : 'They are asked now. You confirm whoever says yes.',
  }
  if (isTheirs) return hasTicks ? [ticked] : []
  // With nobody to tick there is nobody to ask by name.
  if (!hasTicks) return [rules]
  return usual === 'rules' ? [rules, ticked] : [ticked, rules]
}

/** The form for putting a need to volunteers, with who could be asked by what it says now; nothing is written. */
export const putFace = async (
  tx: PlaceTx,
  { need, request, person }: { need: Need; request: HelpRequest; person: Person | null },
  of: {
    settings: Readonly<Record<string, unknown>>
    base: string
    /** What was typed; null for the first look. */
    values: PutValues | null
    errors: readonly ErrorItem[]
  },
): Promise<PutFace> => {
  const organisations = await listOrganisations(tx)
  const known = await loadKnown(tx, need, person, organisations)
  const values = of.values ?? startingValues(known, tx.now)
  const usual: OffersBy = of.settings.volunteerOffersBy === 'coordinator' ? 'coordinator' : 'rules'
  const trainings = trainingsOf(of.settings)
  const isElsewhere = nationOf((await findOwnPlace(tx))?.ladCodes ?? []) !== 'england and wales'
  // What is needed by the law of another nation only a coordinator can look at.
  const isTheirs = isElsewhere && values.askedElsewhere === 'needed'
  const put = readPut(need.needId, values, isTheirs ? 'coordinator' : usual)
  const planned = checkInput(PutInput, put) ?? (await planTask(tx, put, 'read'))
  const plan = isRefusal(planned) ? null : planned
  const suggestions = plan && (await suggestFor(tx, plan.task))
  const covering = tx.actor.organisationId ?? request.triagedByOrganisationId
  const permitted = (await listConsents(tx, request.helpRequestId)).some(consent =>
    consentCovers(consent, covering, 'volunteer', tx.now),
  )
  const { what, together } = firstFields(known)
  const draw = (field: Parameters<typeof fieldView>[0]) => fieldView(field, values, of.errors)
  const ticks = new Set(readTicked(values))
  const people = (suggestions?.people ?? []).map(one => ({ ...one, ticked: ticks.has(one.volunteerId) }))
  const folded = people.slice(mostShown)
  const inTheWay = isRefusal(planned) ? fieldOf(planned.field ?? '') : null
  return {
    action: `${of.base}/volunteers`,
    what: draw(what),
    together: together.map(draw),
    parts: putParts(put, known, {
      check: plan?.check ?? null,
      permitted,
      trainings,
      isElsewhere,
      roughly: await neighbourhoodName(tx, need.neighbourhoodId),
    }).map(({ fields, ...part }) => ({
      ...part,
      fields: fields.map(draw),
      isOpen:
        fields.some(({ name }) => name === inTheWay || of.errors.some(({ field }) => field === name)) ||
        (part.name === 'sharing' && !permitted && put.basis === 'consent' && put.consentGivenHow === null),
      card: part.name === 'check' && plan ? checkCard(plan, trainings) : null,
      readOut: part.name === 'sharing' && !permitted ? volunteerConsentWording : null,
    })),
    suggestions,
    shown: people.slice(0, mostShown),
    folded,
    foldedOpen: folded.some(({ ticked }) => ticked),
    notYet: isRefusal(planned) && of.errors.length === 0 ? planned.message : null,
    buttons: buttonsFor(usual, tx.now, people.length > 0, isTheirs),
    organisations: whoElse(need, organisations, of.base),
    needLink: { text: 'See them all with their reasons', href: of.base },
  }
}
