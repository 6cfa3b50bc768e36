import { type Static, Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantAccess } from '../../../platform/auth/grants.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { record } from '../../../platform/facts/fact.ts'
import { findOrganisation, sharedFieldCodes, yourFieldsInWords } from '../../organisations/index.ts'
import { consentHows, findPerson, identifyingParts, insertConsent, mayDisclose } from '../../people/index.ts'
import { findOwnPlace, snapToKilometre } from '../../places/index.ts'
import { accessNeedToDecide, type HelpRequest, markNeedAsked, type Need } from '../../requests/index.ts'
import {
  type Activity,
  activityCodes,
  type CheckAnswer,
  type Circumstances,
  cannotManageReasons,
  checkFor,
  contacts,
  nationOf,
  qualifyingServices,
  timesAMonth,
  trainingsOf,
  withChildren,
} from '../../volunteers/index.ts'
import { cannotAskBefore } from '../asked-elsewhere.ts'
import { PutToVolunteers } from '../facts.ts'
import { sharingOfTask } from '../sharing-of-task.ts'
import type { Task, TaskId } from '../task.ts'
import { insertTask } from '../task-store.ts'
import { type AskedElsewhere, askedElsewheres, everies, offersBys } from '../words.ts'

/** What is read out before a volunteer may be told who somebody is. */
export const volunteerConsentWording = `May we pass ${yourFieldsInWords(sharedFieldCodes)} to a volunteer near you who says yes? They see it from a day before until two hours after, and each look is written down. You can ask for somebody else, or change your mind, at any time.`

const day = 86_400_000

/** How far ahead somebody can be asked. */
const mostDaysAhead = 90

const text = (mend: string) => Type.String({ mend })
const codesOf = (of: object, mend: string) => Type.Enum(Object.keys(of), { mend })

export const PutInput = Type.Object({
  needId: Type.String({ format: 'uuid' }),
  activity: Type.Enum([...activityCodes], { mend: 'Choose what a volunteer would do' }),
  what: Type.String({
    minLength: 10,
    maxLength: 500,
    mend: 'Say what is needed in 10 to 500 characters, naming nobody',
  }),
  startsAt: text('Enter the day and the time it can begin'),
  endsAt: text('Enter the day and the time it must be over'),
  minutes: Type.Integer({ minimum: 5, maximum: 720, mend: 'Enter how many minutes it takes, from 5 to 720' }),
  every: Type.Union([codesOf(everies, ''), Type.Null()], { mend: 'Choose whether it comes again' }),
  circumstances: Type.Object(
    {
      contact: codesOf(contacts, ''),
      handlesMoney: Type.Boolean(),
      cannotManageBecause: Type.Union([codesOf(cannotManageReasons, ''), Type.Null()]),
      toOrFromCare: Type.Boolean(),
      personalCare: Type.Boolean(),
      actsForThem: Type.Boolean(),
      qualifyingService: Type.Union([codesOf(qualifyingServices, ''), Type.Null()]),
      withChildren: Type.Optional(Type.Union([codesOf(withChildren, ''), Type.Null()])),
      overnight: Type.Optional(Type.Boolean()),
    },
    { mend: 'Answer the questions about how they are helped' },
  ),
  languages: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), {
    maxItems: 5,
    mend: 'Choose up to 5 languages',
  }),
  needsCar: Type.Boolean(),
  trainings: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 40, mend: 'Choose trainings of the list' }),
  /** The staffed place to meet at. */
  meetAtOrganisationId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], { mend: 'Choose where they meet' }),
  /** What was answered where the law of another nation decides, and by whom. */
  askedElsewhere: Type.Optional(
    Type.Union([codesOf(askedElsewheres, ''), Type.Null()], { mend: 'Choose what was answered' }),
  ),
  askedElsewhereSays: Type.Optional(
    Type.String({ maxLength: 300, mend: 'Keep who answered, and what, to 300 characters' }),
  ),
  offersBy: codesOf(offersBys, 'Choose who decides whom to ask'),
  basis: Type.Enum(['consent', 'public task', 'vital interests'], {
    mend: 'Choose what allows their details to be shared',
  }),
  basisGround: Type.String({ maxLength: 500, mend: 'Say why in up to 500 characters' }),
  consentGivenHow: Type.Union([Type.Enum([...consentHows]), Type.Null()], {
    mend: 'Say how they gave their permission',
  }),
})

/** When something is to be done must be ahead, long enough, and not too far off. */
export const cannotBeThen = (
  startsAt: Date,
  endsAt: Date,
  { minutes, every }: { readonly minutes: number; readonly every: string | null },
  now: Date,
): Refusal | null => {
  if (Number.isNaN(startsAt.getTime())) return refuse('no-time', 'Enter the day and the time it can begin.', 'startsAt')
  if (Number.isNaN(endsAt.getTime())) return refuse('no-time', 'Enter the day and the time it must be over.', 'endsAt')
  if (endsAt.getTime() - startsAt.getTime() < minutes * 60_000)
    return refuse('too-short', `That leaves less than the ${minutes} minutes it takes. Choose a later end.`, 'endsAt')
  if (endsAt.getTime() - now.getTime() < minutes * 60_000)
    return refuse('in-the-past', 'That time has passed already. Choose a time ahead.', 'endsAt')
  if (startsAt.getTime() > now.getTime() + mostDaysAhead * day)
    return refuse('too-far-ahead', `Choose a day in the next ${mostDaysAhead} days.`, 'startsAt')
  if (endsAt.getTime() - startsAt.getTime() > 28 * day)
    return refuse('too-long', 'Choose an end within four weeks of the beginning.', 'endsAt')
  const again = everies[every as keyof typeof everies]
  if (again && endsAt.getTime() - startsAt.getTime() > again.days * day)
    return refuse(
      'longer-than-it-comes',
      `It comes ${again.says}, so its first time must be over before its second begins. Choose an end within ${again.days} days of the beginning.`,
      'endsAt',
    )
  return null
}

/** Phone numbers and e-mail addresses in a text: whosever they are, a daughter's tells as much as their own. */
const waysToReach = (text: string): string[] => [
  ...(text.match(/[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[\p{L}\p{N}]+/gu) ?? []),
  ...(text.match(/\+?\(?\d(?:[\s().-]*\d){8,}/g) ?? []),
]

/** A task as it would be put, before anything is written, with the check it asks for. */
export interface Planned {
  readonly task: Task
  readonly check: CheckAnswer
  readonly need: Need
  readonly request: HelpRequest
}

/** Works out a task from what a coordinator says, or says what is in the way. Writes nothing. */
export const planTask = async (
  tx: PlaceTx,
  input: Static<typeof PutInput>,
  how: 'read' | 'change' = 'change',
): Promise<Planned | Refusal> => {
  const found = await accessNeedToDecide(tx, input.needId, how)
  if (isRefusal(found)) return found
  const { need, request } = found
  if (need.askedOf !== null || need.state !== 'waiting')
    return refuse(
      'already-with-someone',
      need.state === 'closed'
        ? 'This need is closed already.'
        : 'Somebody has already been asked or has said yes. Take that back first, or wait for the answer.',
    )
  const [startsAt, endsAt] = [new Date(input.startsAt), new Date(input.endsAt)]
  const wrongTime = cannotBeThen(startsAt, endsAt, input, tx.now)
  if (wrongTime) return wrongTime
  const person = await findPerson(tx, request.personId)
  if (!person) return refuse('no-such-need', 'We cannot find that need, or it is not yours to see.')
  const [named] = [...identifyingParts(person, input.what), ...waysToReach(input.what)]
  if (named !== undefined)
    return refuse(
      'description-identifies',
      `Take out "${named}": whoever is asked must not be able to tell who this is before they say yes.`,
      'what',
    )
  const meets = input.meetAtOrganisationId ? await findOrganisation(tx, input.meetAtOrganisationId) : null
  if (input.meetAtOrganisationId && (!meets?.position || meets.assuranceLevel === 'informal'))
    return refuse('nowhere-to-meet', 'Choose a place with staff whose address we know.', 'meetAtOrganisationId')
  if (person.addressIsHidden && !meets && input.activity !== 'phone call')
    return refuse(
      'address-is-hidden',
      'Nobody may be told where they live. Choose a staffed place where they and the volunteer meet.',
      'meetAtOrganisationId',
    )
  const activity = input.activity as Activity
  const circumstances = {
    ...input.circumstances,
    timesAMonth: timesAMonth(input.every as Task['every']),
  } as Circumstances
  const place = await findOwnPlace(tx)
  const check = checkFor(activity, circumstances, dateAt(startsAt), nationOf(place?.ladCodes ?? []))
  const askedElsewhere = check.askElsewhere ? ((input.askedElsewhere ?? null) as AskedElsewhere | null) : null
  const askedElsewhereSays = askedElsewhere && (input.askedElsewhereSays?.trim() || null)
  const unasked = cannotAskBefore(check, { askedElsewhere, askedElsewhereSays, offersBy: input.offersBy })
  if (unasked) return unasked
  const known = trainingsOf(place?.settings ?? {}).map(({ code }) => code)
  const task: Task = {
    taskId: newId<TaskId>(),
    needId: need.needId,
    helpRequestId: request.helpRequestId,
    personId: request.personId,
    journeyId: need.journeyId,
    organisationId: tx.actor.organisationId ?? request.triagedByOrganisationId,
    basis: input.basis as Task['basis'],
    basisGround: input.basisGround.trim() || 'They said yes to sharing',
    consentId: null,
    urgency: need.urgency,
    activity,
    what: input.what.trim(),
    circumstances,
    checkLevel: check.level,
    trainings: known.filter(code => input.trainings.includes(code) || check.minimum.trainings.includes(code)),
    languages: input.languages,
    needsCar: input.needsCar || activity === 'lift',
    startsAt,
    endsAt,
    minutes: input.minutes,
    every: input.every as Task['every'],
    near: meets?.position ? snapToKilometre(meets.position) : person.addressIsHidden ? null : need.near,
    neighbourhoodId: meets || person.addressIsHidden ? null : need.neighbourhoodId,
    meetAt: meets ? [meets.name, meets.postcode].filter(part => part).join(', ') : null,
    meetNear: meets?.position ?? null,
    offersBy: input.offersBy as Task['offersBy'],
    askedElsewhere,
    askedElsewhereSays,
    state: 'open',
    unmetBecause: null,
    triedAt: null,
    putBy: tx.actor.name,
    putAt: tx.now,
    endedAt: null,
    endedBecause: null,
  }
  return { task, check, need, request }
}

/**
 * Puts a need to volunteers: what, when, for how long, and how the person is helped, from which the check it needs is reckoned. Nobody is asked yet; the job
 * does that, or a coordinator. From this moment no organisation can be asked about it.
 */
export const putToVolunteers = command({
  name: 'matching.put-to-volunteers',
  allow: 'volunteer.ask',
  input: PutInput,
  async run(tx, input) {
    const planned = await planTask(tx, input)
    if (isRefusal(planned)) return planned
    const { check, request } = planned
    const consent = await settleBasis(tx, input, planned.task)
    if (isRefusal(consent)) return consent
    const task = { ...planned.task, ...consent }
    if (!(await tx.house(() => insertTask(tx, task))))
      return refuse('already-with-someone', 'Somebody else has just put this to volunteers. Look at it again.')
    const asked = await markNeedAsked.run(tx, { needId: task.needId, of: 'volunteers' })
    if (isRefusal(asked)) return asked
    const followers = new Set<string>([task.organisationId, request.triagedByOrganisationId, request.helpRequestId])
    if (request.takenByOrganisationId) followers.add(request.takenByOrganisationId)
    await grantAccess(
      tx,
      [...followers].map(holderId => ({
        recordId: task.taskId,
        holderId,
        basis: 'follows the request',
        basisId: task.taskId,
      })),
    )
    const { taskId, needId, helpRequestId, activity } = task
    await record(
      tx,
      PutToVolunteers,
      { recordId: taskId, journeyId: task.journeyId },
      { taskId, needId, helpRequestId, activity, startsAt: task.startsAt.toISOString() },
    )
    await tx.wake('offers', { placeId: tx.placeId })
    return { recordId: taskId, taskId, check }
  },
})

/** What allows details to be shared, as for an organisation: a permission that stands, one given just now, or a ground that is written down. */
const settleBasis = async (
  tx: PlaceTx,
  input: { basisGround: string; consentGivenHow: string | null },
  task: Task,
): Promise<{ consentId: string | null } | Refusal> => {
  const { organisationId, helpRequestId, personId, basis } = task
  const sharing = { ...sharingOfTask(task), claim: { basis, ground: input.basisGround } }
  let allowed = await mayDisclose(tx, sharing)
  if (isRefusal(allowed) && allowed.refused === 'no-consent' && input.consentGivenHow) {
    await insertConsent(tx, {
      personId: personId as never,
      aboutId: helpRequestId,
      purpose: 'To get help from a volunteer',
      organisationId,
      withWhom: 'volunteer',
      fields: sharedFieldCodes,
      wording: volunteerConsentWording,
      givenHow: input.consentGivenHow as (typeof consentHows)[number],
      recordedBy: tx.actor.name,
      readOutBy: tx.actor.name,
    })
    allowed = await mayDisclose(tx, sharing)
  }
  return isRefusal(allowed) ? allowed : { consentId: allowed.basisId }
}
