import { Type } from 'typebox'
import { byWhen, dateAt } from '../../../design/time-in-words.ts'
import type { PlaceId } from '../../../kernel/ids.ts'
import { needKinds } from '../../../kernel/need-kind.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { command, perform } from '../../../platform/command.ts'
import { houseActor, type PlaceTx } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { searchServices } from '../../directory/index.ts'
import { listOrganisations, type Organisation } from '../../organisations/index.ts'
import { distanceMetres, findOwnPlace } from '../../places/index.ts'
import {
  activities,
  chooseNextStep,
  countPeopleAhead,
  findNextStep,
  type GroupNear,
  type KnownVolunteer,
  listActiveVolunteers,
  listDueForNextStep,
  listOpenRoles,
  listPlacementsOf,
  listToldBefore,
  listTrainingsDone,
  listVolunteersById,
  type Near,
  type NextStepKind,
  NextStepToTell,
  type Role,
  type TrainingNear,
  tellNextStep,
  trainingsOf,
} from '../../volunteers/index.ts'
import { countContacts } from '../count-contacts.ts'
import { type DistanceBand, distanceBands } from '../distance-band.ts'
import { mayBeTold, nextStepsThatAsk } from '../offer-rules.ts'
import { isFromHome } from '../task.ts'
import { holdOffersOfPlace } from '../task-store.ts'
import { nextStepsRuns, silentDays } from './next-steps-runs.ts'
import { listHeardSince, listOpenOffers, listOpenTasksNear, type OpenOffer, type OpenTask } from './next-steps-store.ts'

/**
 * Tells everybody who waits unheard one real next step, whoever was told nothing yet first: a task, a role, a training, a local group, or honestly that there is no
 * need and when we ask again; and asks again when that day has come. Each is told in a transaction of its own, and only if nothing was told to them since they were
 * chosen: killed anywhere, run again or by two processes at once, nobody is told twice. Who cannot be told keeps nobody behind them waiting.
 * @param atATime how many are told in one run.
 * @throws AggregateError after all others were told.
 */
export const tellNextSteps = async (
  { db }: Pick<Platform, 'db'>,
  placeId: PlaceId,
  atATime: number = nextStepsRuns.atATime,
): Promise<void> => {
  const failed: unknown[] = []
  for (const { volunteerId, lastStepId, step } of await db.asHouse(placeId, tx => chooseForAllDue(tx, atATime)))
    try {
      await perform(db, houseActor(placeId), tellChosenStep, {
        volunteerId,
        lastStepId,
        ...step,
        says: { ...step.says, sentences: [...step.says.sentences] },
      })
    } catch (error) {
      failed.push(error)
    }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} could not be told their next step.`)
}

/**
 * Tells one who was chosen, unless they were told something or asked as often as they want to be since: ten thousand are chosen at once and told one after the
 * other, and meanwhile others tell them, and ask them about needs.
 */
const tellChosenStep = command({
  name: 'matching.tell-chosen-step',
  allow: 'match.tend',
  input: Type.Object({
    ...NextStepToTell.properties,
    lastStepId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  }),
  async run(tx, { lastStepId, ...input }) {
    await holdOffersOfPlace(tx)
    if (((await findNextStep(tx, input.volunteerId))?.nextStepId ?? null) !== lastStepId)
      return refuse('told-already', 'They were told a next step since.')
    const kind = input.kind as NextStepKind
    if (nextStepsThatAsk.includes(kind)) {
      const [volunteer] = await listVolunteersById(tx, [input.volunteerId])
      const contacts = await countContacts(tx, [input.volunteerId])
      if (!mayBeTold({ kind }, contacts.thisWeek(input.volunteerId), volunteer?.mostOffersAWeek ?? 0))
        return refuse('contacted-enough', 'They were asked as often as they want to be in the last seven days.')
    }
    return tellNextStep.run(tx, input)
  },
})

type Step = ReturnType<typeof chooseNextStep>

interface Chosen {
  readonly volunteerId: string
  readonly lastStepId: string | null
  readonly step: Step
}

const chooseForAllDue = async (tx: PlaceTx, limit: number): Promise<Chosen[]> => {
  const today = dateAt(tx.now)
  const silentSince = new Date(tx.now.getTime() - silentDays * 86_400_000)
  const heard = [...(await listHeard(tx, silentSince))]
  const due = await listDueForNextStep(tx, { today, toldBefore: silentSince, heard, limit })
  const lastOf = new Map(due.map(({ volunteerId, lastStepId }) => [volunteerId, lastStepId]))
  const chosen = await chooseFor(tx, [...lastOf.keys()], 'those who heard nothing')
  return chosen.map(each => ({ ...each, lastStepId: lastOf.get(each.volunteerId) ?? null }))
}

/** Who would be passed over: they were asked lately and no question waits for them, or one does and they were asked as often as they want to be. */
const listHeard = async (tx: PlaceTx, since: Date): Promise<Set<string>> => {
  const heard = await listHeardSince(tx, since)
  const withQuestion = (await listOpenOffers(tx)).map(({ volunteerId }) => volunteerId)
  const contacts = await countContacts(tx, withQuestion)
  for (const { volunteerId, mostOffersAWeek } of await listVolunteersById(tx, withQuestion))
    if (mayBeTold({ kind: 'task' }, contacts.thisWeek(volunteerId), mostOffersAWeek)) heard.delete(volunteerId)
  return heard
}

/**
 * The next step of each of these, as it stands now: those who wait longest are counted as ahead of the others. Whoever helps somebody or was asked lately has
 * heard from us, and is passed over unless everybody is meant.
 */
export const chooseFor = async (
  tx: PlaceTx,
  dueIds: readonly string[],
  whom: 'those who heard nothing' | 'everybody',
): Promise<{ volunteerId: string; step: Step }[]> => {
  if (dueIds.length === 0) return []
  const today = dateAt(tx.now)
  const silentSince = new Date(tx.now.getTime() - silentDays * 86_400_000)
  const isDue = new Set(dueIds)
  const all = await gather(tx, today)
  const told = new Map((await listToldBefore(tx, dueIds)).map(row => [row.volunteerId, row]))
  const heard = await listHeardSince(tx, silentSince)
  const trainings = Map.groupBy(
    (await listTrainingsDone(tx, dueIds)).filter(({ countsUntil }) => (countsUntil ?? today) >= today),
    ({ volunteerId }) => volunteerId,
  )
  const placements = Map.groupBy(await listPlacementsOf(tx, dueIds), ({ volunteerId }) => volunteerId)
  const ahead = countPeopleAhead()
  const contacts = await countContacts(tx)
  const chosen: { volunteerId: string; step: Step }[] = []
  for (const volunteer of all.volunteers) {
    const { volunteerId } = volunteer
    const before = told.get(volunteerId)
    const offers = all.offers.get(volunteerId) ?? []
    // Whoever helps somebody or was asked lately has heard from us, once they were told something.
    const hasHeard =
      whom === 'those who heard nothing' && offers.length === 0 && heard.has(volunteerId) && (before?.times ?? 0) > 0
    if (isDue.has(volunteerId) && !hasHeard) {
      const has = new Set((trainings.get(volunteerId) ?? []).map(({ training }) => training))
      const near: Near = {
        tasks: offers.map(offer => ({
          ...offer,
          roughlyWhere: isFromHome(offer)
            ? 'By phone, from wherever you are'
            : (distanceBands[offer.distanceBand as DistanceBand] ?? distanceBands['not known']).says,
          answerByWords: byWhen(offer.answerBy, tx.now),
        })),
        roles: all.roles,
        trainings: trainingsNear(volunteer, all, has),
        groups: [],
        othersAreAskedFor: volunteer.maybeVolunteerId ? 0 : all.tasks.filter(task => couldDo(volunteer, task)).length,
        peopleAhead: ahead.ahead(volunteer),
      }
      const roles = (placements.get(volunteerId) ?? []).map(({ roleId }) => roleId)
      const to = {
        ...volunteer,
        knowsOf: new Set([...(before?.aboutIds ?? []), ...roles]),
        noNeeds: before?.noNeeds ?? 0,
      }
      const step = chooseNextStep(to, near, today)
      // Groups are looked for only where there is nothing nearer.
      const last =
        step.kind === 'no need now'
          ? chooseNextStep(to, { ...near, groups: await groupsNear(tx, volunteer, all.organisations) }, today)
          : step
      // Whoever was asked often enough this week has heard from us; another step waits until the week is over.
      if (mayBeTold(last, contacts.thisWeek(volunteerId), volunteer.mostOffersAWeek))
        chosen.push({ volunteerId, step: last })
    }
    if (!heard.has(volunteerId)) ahead.add(volunteer)
  }
  return chosen
}

interface Gathered {
  readonly volunteers: readonly KnownVolunteer[]
  readonly offers: ReadonlyMap<string, readonly OpenOffer[]>
  readonly tasks: readonly OpenTask[]
  readonly roles: readonly (Role & { organisationName: string })[]
  readonly organisations: readonly Organisation[]
  readonly labels: ReadonlyMap<string, string>
}

const gather = async (tx: PlaceTx, today: string): Promise<Gathered> => {
  const organisations = await listOrganisations(tx)
  const names = new Map(organisations.map(({ organisationId, name }) => [organisationId as string, name]))
  const roles = await listOpenRoles(tx, today)
  const place = await findOwnPlace(tx)
  return {
    volunteers: await listActiveVolunteers(tx, today, 'all'),
    offers: Map.groupBy(await listOpenOffers(tx), ({ volunteerId }) => volunteerId),
    tasks: await listOpenTasksNear(tx),
    roles: roles.map(role => ({ ...role, organisationName: names.get(role.organisationId) ?? 'An organisation' })),
    organisations,
    labels: new Map(trainingsOf(place?.settings ?? {}).map(({ code, label }) => [code, label])),
  }
}

const couldDo = (volunteer: KnownVolunteer, { activity, near }: OpenTask): boolean =>
  volunteer.activities.includes(activity) &&
  near !== null &&
  volunteer.position !== null &&
  distanceMetres(near, volunteer.position) <= volunteer.withinMetres

/** Trainings that open tasks and roles near them ask for and that do not count for them today, with a place in which they can be done. */
const trainingsNear = (volunteer: KnownVolunteer, all: Gathered, has: ReadonlySet<string>): TrainingNear[] => {
  const wanted = [
    ...all.tasks.filter(task => couldDo(volunteer, task)).flatMap(({ trainings }) => trainings),
    ...all.roles
      .filter(
        ({ kind, activities: asked }) =>
          kind !== 'training place' && asked.some(code => volunteer.activities.includes(code)),
      )
      .flatMap(({ trainings }) => trainings),
  ].filter(code => !has.has(code))
  return [...new Set(wanted)].map(code => ({
    code,
    label: all.labels.get(code) ?? code,
    wantedFor: wanted.filter(other => other === code).length,
    roleId: all.roles.find(role => role.kind === 'training place' && role.trainings.includes(code))?.roleId ?? null,
  }))
}

const mostGroups = 10

/** Groups near them: entries of the directory that speak of volunteers, and organisations that help with what they can do. None where it is not known where they live. */
const groupsNear = async (
  tx: PlaceTx,
  volunteer: KnownVolunteer,
  organisations: readonly Organisation[],
): Promise<GroupNear[]> => {
  const { position } = volunteer
  if (!position) return []
  const kinds = new Set(volunteer.activities.flatMap(activity => activities[activity].for as readonly string[]))
  const listed = await searchServices(tx, { words: 'volunteers', exactly: true, near: position, limit: mostGroups })
  const fromDirectory = listed.results.flatMap(service =>
    service.distanceMetres === null || listed.withAllWords === 0
      ? []
      : [
          {
            aboutId: service.serviceId,
            name: service.name,
            metres: service.distanceMetres,
            because: 'its entry in the directory speaks of volunteers',
            askThem: service.phone ? `ring ${service.phone}` : 'how to reach them is in their entry',
            path: `/services/${service.serviceId}`,
          },
        ],
  )
  const fromOrganisations = organisations.flatMap(({ organisationId, name, position: at, helpsWith, phone, email }) => {
    const shared = helpsWith.filter(kind => kinds.has(kind))
    if (!at || shared.length === 0) return []
    return [
      {
        aboutId: organisationId as string,
        name,
        metres: distanceMetres(at, position),
        because: `helps with ${shared.map(kind => needKinds[kind].label.toLowerCase()).join(', ')}`,
        askThem: phone ? `ring ${phone}` : `write to ${email}`,
        path: `/organisations/${organisationId}`,
      },
    ]
  })
  return [...fromDirectory, ...fromOrganisations]
}
