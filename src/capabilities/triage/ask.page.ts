import { Type } from 'typebox'
import { type Field, type FormView, form } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { byWhen, dateAt, inWords } from '../../design/time-in-words.ts'
import type { Reason, SummaryCard } from '../../design/view-models.ts'
import { needKinds } from '../../kernel/need-kind.ts'
import { isAboutFields, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../platform/http/route.ts'
import { typedLine, typedText } from '../../platform/http/typed.ts'
import { bases, knownLevels, levelSays } from '../organisations/index.ts'
import { consentCovers, consentHows } from '../people/index.ts'
import { roughlyWhereFor, whatWouldBeTold } from '../referrals/index.ts'
import { consentWording, urgencies } from '../requests/index.ts'
import { askOrganisation } from './decide.ts'
import { loadNeedToDecide, type NeedToDecide } from './load-need.ts'
import { showWhatHappened } from './need.page.ts'
import { notAskedYet, type RankedOrganisation } from './rank-candidates.ts'
import { type ToldIfYes, toldIfYes } from './told-if-yes.ts'

type AskModel = PageModel & {
  seesNow: SummaryCard
  seesAfterYes: SummaryCard
  /** What cannot allow it here, each with why and what to do. */
  cannot: readonly { what: string; why: string }[]
  reasons: readonly Reason[]
  /** The permission that covers it, in a sentence, with the words that were read or ticked; null when there is none. */
  permission: { sentence: string; wording: string } | null
  /** What to read out, and why; null when permission has been given already. */
  readOut: { why: string | null; words: string } | null
  form: FormView
  planB: string
}

const AskParams = Type.Object({
  needId: Type.String({ format: 'uuid' }),
  organisationId: Type.String({ format: 'uuid' }),
})

/** Answers to the words read out just now; 'refused' stops it. */
const saidNow: readonly { value: string; text: string }[] = [
  { value: 'said on the phone', text: 'Yes, on the phone' },
  { value: 'said in person', text: 'Yes, in person' },
  { value: 'given for them by someone who asked them', text: 'Yes, through someone who asked them' },
  { value: 'refused', text: 'No' },
]

interface Asked {
  readonly refusal: Refusal
  readonly values: Readonly<Record<string, string>>
}

const showAsk = async (
  visit: Visit<never, never>,
  { needId, organisationId }: { needId: string; organisationId: string },
  asked: Asked | null,
): Promise<Reply> => {
  const { platform, place, actor } = visit
  const found = await platform.db.as(actor, async tx => {
    const loaded = await loadNeedToDecide(tx, needId)
    if (isRefusal(loaded)) return loaded
    const level = (await knownLevels(tx, [organisationId], dateAt(tx.now))).get(organisationId) ?? 'informal'
    const told = loaded.ranked.some(({ organisation }) => organisation.organisationId === organisationId)
      ? await whatWouldBeTold(tx, loaded.request, organisationId)
      : []
    return { ...loaded, now: tx.now, told, levelSays: levelSays[level] }
  })
  if (isRefusal(found)) return notFound(found.message)
  const ranked = found.ranked.find(({ organisation }) => organisation.organisationId === organisationId)
  if (!ranked)
    return notFound(
      found.organisations.some(other => other.organisationId === organisationId)
        ? 'That organisation does not take referrals here. Tell the resident about one of its services instead.'
        : 'We do not know that organisation.',
    )
  if (found.standing.stage !== 'waiting')
    return showWhatHappened(visit, needId, {
      refused: 'need-has-moved-on',
      message: 'Somebody has been asked already, or this is closed, so nobody else can be asked now.',
    })
  const told = toldIfYes(found, ranked.organisation.name)
  return view('triage/ask.njk', askModel(found, ranked, told, found.now, `/${place.slug}`, asked), {
    status: asked ? 422 : 200,
  })
}

const askModel = (
  { need, request, person, consents, neighbourhoodName, ranked: all }: NeedToDecide,
  { organisation, reasons }: RankedOrganisation,
  told: ToldIfYes,
  now: Date,
  base: string,
  asked: Asked | null,
): AskModel => {
  const here = `${base}/needs/${need.needId}`
  const answerBy = new Date(now.getTime() + urgencies[need.urgency].answerWithinMinutes * 60_000)
  const covering = consents.find(consent => consentCovers(consent, organisation.organisationId, 'organisation', now))
  const next = notAskedYet(all).find(other => other.organisation.organisationId !== organisation.organisationId)
  // What is wrong with the description is mended on the need's own page: there is no such field here to lead to.
  const errors = asked
    ? errorsOf(asked.refusal).map(error => (error.field === 'description' ? { ...error, field: 'form' } : error))
    : []
  return {
    page: {
      title: `Ask ${organisation.name}`,
      caption: `${needKinds[need.kind].label} for ${person?.name ?? 'somebody'}, ${request.reference}`,
      kind: 'staff',
      backHref: here,
      ...(errors.length && { errors }),
    },
    seesNow: {
      title: `What ${organisation.name} sees now`,
      rows: [
        { key: 'Kind of help', value: needKinds[need.kind].label },
        { key: 'Needed', value: need.description, change: here },
        { key: 'How soon', value: urgencies[need.urgency].label },
        {
          key: 'Roughly where',
          value: person?.addressIsHidden
            ? 'Only where they are told the address too: it is hidden'
            : (roughlyWhereFor(organisation, need, neighbourhoodName, 'them') ?? 'Not known'),
        },
        { key: 'Answer wanted', value: byWhen(answerBy, now) },
      ],
    },
    seesAfterYes: { title: 'What it sees as well, if it says yes', rows: told.rows },
    cannot: told.cannot,
    reasons,
    permission: covering
      ? {
          sentence: `${person?.name ?? 'They'} said yes to sharing: ${covering.givenHow}, ${inWords(covering.givenAt, now)}, written down by ${covering.recordedBy}.`,
          wording: covering.wording,
        }
      : null,
    readOut: told.readOut && { why: told.readOut.why, words: consentWording },
    form: form({
      action: `${here}/ask/${organisation.organisationId}`,
      fields: askFields(told),
      values: asked?.values ?? { basis: told.stands ?? '' },
      errors,
      button: `Ask ${organisation.name}`,
      instead: { text: 'Look at who else can help', href: here },
    }),
    planB: `They have until ${byWhen(answerBy, now).replace(/^by /, '')}. If they say no or do not answer, it comes back to you${
      next ? ` and ${next.organisation.name} is next` : ''
    }.`,
  }
}

const askFields = ({ ways, readOut }: ToldIfYes): Field[] => [
  {
    kind: 'radios',
    name: 'basis',
    label: 'What allows their details to be shared?',
    options: ways.map(({ basis, text, says }) => ({ value: basis, text, hint: says })),
  },
  ...(readOut
    ? [
        {
          kind: 'radios' as const,
          name: 'consentGivenHow',
          label: 'What did they answer when you read the words out?',
          hint: readOut.why
            ? 'Leave this when you have not asked them: the address then stays back'
            : 'Leave this when it does not rest on their permission',
          options: saidNow,
        },
      ]
    : []),
  {
    kind: 'textarea',
    name: 'basisGround',
    label: 'Why, when nobody was asked',
    hint: `For a public task the duty it is part of, for a life the danger. It is kept with the record. ${bases['vital interests'].label} is only for when waiting to ask would put a life at risk, and is looked at afterwards.`,
    limit: 500,
    rows: 2,
  },
]

export const askPage = page({
  method: 'GET',
  path: '/:place/needs/:needId/ask/:organisationId',
  allow: 'request.triage',
  params: AskParams,
  handle: visit => showAsk(visit as never, visit.params, null),
})

export const askRoute = page({
  method: 'POST',
  path: '/:place/needs/:needId/ask/:organisationId',
  allow: 'request.triage',
  params: AskParams,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const values = {
      basis: typedLine(body.basis),
      basisGround: typedText(body.basisGround),
      consentGivenHow: typedLine(body.consentGivenHow),
    }
    if (values.basis === 'consent' && values.consentGivenHow === 'refused')
      return showAsk(visit as never, params, {
        refusal: {
          refused: 'no-consent',
          field: 'consentGivenHow',
          message: 'Without their permission nobody is asked. Go back and tell them about a service instead.',
        },
        values,
      })
    const givenHow = consentHows.find(how => how === values.consentGivenHow) ?? null
    const answer = await perform(platform.db, actor, askOrganisation, {
      ...params,
      listedServiceId: null,
      basis: values.basis as keyof typeof bases,
      basisGround: values.basisGround,
      consentGivenHow: values.basis === 'consent' ? givenHow : null,
    })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/worklist?done=asked&need=${params.needId}`)
    return isAboutFields(answer)
      ? showAsk(visit as never, params, { refusal: answer, values })
      : showWhatHappened(visit as never, params.needId, answer)
  },
})
