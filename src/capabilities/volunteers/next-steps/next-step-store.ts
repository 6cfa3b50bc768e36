import { byWhen, dateAt, exactDate, exactTime } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
import { heldNow, isHeld } from '../../../platform/personal/held.ts'
import { nextStepBy } from '../welcome.ts'
import type { NextStepKind } from '../words.ts'

/** What a next step says: a title, sentences, and a page below the place where it is done. */
export interface NextStepSays {
  readonly title: string
  readonly sentences: readonly string[]
  readonly link?: { readonly words: string; readonly path: string }
}

export interface NextStep {
  readonly nextStepId: string
  readonly volunteerId: string
  readonly kind: NextStepKind
  /** The offer, role, training place or organisation it is about. */
  readonly aboutId: string | null
  readonly says: NextStepSays
  /** 'YYYY-MM-DD'; only of "no need now". */
  readonly askAgainOn: string | null
  readonly toldAt: Date
  readonly doneAt: Date | null
}

/**
 * What a next step says on a page opened again: of the welcome, who looks after them and by when they hear, since the rest they have read and have in their mail;
 * of an honest no, also the day we ask again. Days that were named when it was written are named anew.
 */
export const toSayAgain = ({ kind, says, askAgainOn, toldAt }: NextStep, now: Date): readonly string[] => {
  if (kind === 'welcome') return [...says.sentences.slice(0, 1), hearBy(nextStepBy(toldAt), now)]
  return [
    ...says.sentences,
    ...(askAgainOn && askAgainOn >= dateAt(now) ? [`We ask again on ${exactDate(askAgainOn)}.`] : []),
  ]
}

const hearBy = (by: Date, now: Date): string =>
  by > now
    ? `${byWhen(by, now).replace(/^by/, 'By')} you hear from us, with one real thing to do next or an honest no.`
    : `You were to hear from us by ${exactTime(by)}. If you have not, ring us.`

type NewNextStep = Omit<NextStep, 'nextStepId' | 'toldAt' | 'doneAt'>

export const insertNextStep = async (tx: PlaceTx, step: NewNextStep): Promise<string> =>
  (await insertNextSteps(tx, [step]))[0] as string

/** Writes steps of many volunteers; their ids in the same order. */
export const insertNextSteps = async (tx: PlaceTx, steps: readonly NewNextStep[]): Promise<string[]> => {
  const rows = steps.map(step => ({ ...step, nextStepId: newId() }))
  await tx.sql`
    insert into volunteers.next_step (place_id, next_step_id, volunteer_id, kind, about_id, says, ask_again_on, told_at)
    select ${tx.placeId}, next_step_id, volunteer_id, kind, about_id, says, ask_again_on, ${tx.now}
    from ${unnested(tx.sql, rows, {
      nextStepId: 'uuid',
      volunteerId: 'uuid',
      kind: 'text',
      aboutId: 'uuid',
      says: 'jsonb',
      askAgainOn: 'date',
    })} as x (next_step_id, volunteer_id, kind, about_id, says, ask_again_on)`
  return rows.map(({ nextStepId }) => nextStepId)
}

/** What a volunteer was told last to do next; null when they were told nothing, or it is not the actor's to see. */
export const findNextStep = async (tx: PlaceTx, volunteerId: string): Promise<NextStep | null> => {
  const [row] = await tx.sql<NextStep[]>`
    select next_step_id, volunteer_id, kind, about_id, says, ask_again_on, told_at, done_at from volunteers.next_step
    where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} order by told_at desc, next_step_id desc limit 1`
  return row ?? null
}

/**
 * Notes that what a volunteer was told to do about something is done: they answered that offer, are interested in that role, or did a training that one of these
 * training places gives.
 */
export const completeNextStep = async (
  tx: PlaceTx,
  volunteerId: string,
  about: { aboutId: string } | { training: string },
): Promise<void> => {
  const isAbout =
    'aboutId' in about
      ? tx.sql`about_id = ${about.aboutId}`
      : tx.sql`kind = 'training' and about_id in (select role_id from volunteers.role where place_id = ${tx.placeId} and ${about.training} = any (trainings))`
  await tx.sql`
    update volunteers.next_step set done_at = ${tx.now} where place_id = ${tx.placeId} and volunteer_id = ${volunteerId} and ${isAbout} and done_at is null`
}

/** Somebody who was told nothing yet but the welcome. */
export interface WithoutNextStep {
  readonly volunteerId: string
  readonly personId: string
  readonly organisationId: string
  readonly waitingSince: Date
}

/** Whoever may be asked and was told nothing yet but the welcome, the longest waiting first; as far as the actor may see them. */
export const listVolunteersWithoutNextStep = (tx: PlaceTx, limit = 1000): Promise<WithoutNextStep[]> =>
  tx.sql<WithoutNextStep[]>`
    select volunteer_id, person_id, organisation_id, signed_up_at as waiting_since from volunteers.volunteer v
    where place_id = ${tx.placeId} and state = 'active'
      and not exists (select from volunteers.next_step s where s.place_id = v.place_id and s.volunteer_id = v.volunteer_id and s.kind <> 'welcome')
    order by signed_up_at, volunteer_id limit ${limit}`

/** How many wait unheard, and since when whoever has waited longest: said also when it is nobody. */
export interface Unheard {
  readonly mayBeAsked: number
  readonly withoutNextStep: number
  readonly overADay: number
  readonly longestSince: Date | null
}

/** The same as figures, of those the actor may see. */
export const countUnheard = async (tx: PlaceTx): Promise<Unheard> => {
  const dayAgo = new Date(tx.now.getTime() - 86_400_000)
  const [row] = await tx.sql<Unheard[]>`
    select count(*)::int as may_be_asked, count(*) filter (where unheard)::int as without_next_step,
      count(*) filter (where unheard and signed_up_at < ${dayAgo})::int as over_a_day, min(signed_up_at) filter (where unheard) as longest_since
    from (select signed_up_at, not exists (
        select from volunteers.next_step s where s.place_id = v.place_id and s.volunteer_id = v.volunteer_id and s.kind <> 'welcome') as unheard
      from volunteers.volunteer v where place_id = ${tx.placeId} and state = 'active') counted`
  return row ?? { mayBeAsked: 0, withoutNextStep: 0, overADay: 0, longestSince: null }
}

/**
 * Whoever is to be told a next step now, and what they were told last: nothing yet, their day to be asked again has come, or nothing was told or done for a while.
 * Whoever did what they were told is told another step then too, unless a role they took or asked about holds them. Those who were told nothing yet but the welcome
 * come before all others, then whoever was told longest ago.
 * @param heard who has heard from us otherwise: not due, but for those who were told nothing yet, who then come after the others of them.
 */
export const listDueForNextStep = (
  tx: PlaceTx,
  { today, toldBefore, heard, limit }: { today: string; toldBefore: Date; heard: readonly string[]; limit: number },
): Promise<{ volunteerId: string; lastStepId: string | null }[]> =>
  tx.sql<{ volunteerId: string; lastStepId: string | null }[]>`
    select volunteer_id, last_step_id from (
      select v.volunteer_id, v.signed_up_at, s.next_step_id as last_step_id, s.told_at, coalesce(s.kind, 'welcome') = 'welcome' as is_new, h.volunteer_id is not null as has_heard
      from volunteers.volunteer v
      left join lateral (
        select next_step_id, kind, ask_again_on, told_at, done_at from volunteers.next_step s
        where s.place_id = v.place_id and s.volunteer_id = v.volunteer_id order by told_at desc, next_step_id desc limit 1) s on true
      left join (select distinct unnest(${[...heard]}::uuid[]) as volunteer_id) h on h.volunteer_id = v.volunteer_id
      where v.place_id = ${tx.placeId} and v.state = 'active'
        and (coalesce(s.kind, 'welcome') = 'welcome' or s.ask_again_on <= ${today} or (s.ask_again_on is null and coalesce(s.done_at, s.told_at) < ${toldBefore} and (s.done_at is null or not exists (
            select from volunteers.placement p where p.place_id = v.place_id and p.volunteer_id = v.volunteer_id and p.state in ('interested', 'started')))))) due
    where is_new or not has_heard
    order by is_new desc, has_heard, case when not is_new then told_at end, signed_up_at, volunteer_id limit ${limit}`

/** What these volunteers were told about before, how often, and how often it was that there is no need. */
export const listToldBefore = (tx: PlaceTx, volunteerIds: readonly string[]) =>
  tx.sql<{ volunteerId: string; aboutIds: string[]; noNeeds: number; times: number }[]>`
    select volunteer_id, coalesce(array_agg(distinct about_id) filter (where about_id is not null), '{}') as about_ids,
      count(*) filter (where kind = 'no need now')::int as no_needs, count(*) filter (where kind <> 'welcome')::int as times
    from volunteers.next_step where place_id = ${tx.placeId} and volunteer_id = any(${[...volunteerIds]}::uuid[]) group by volunteer_id`

/** How many next steps of some kinds each volunteer was told since a moment; of everybody, or of some. */
export const countNextStepsTold = (
  tx: PlaceTx,
  { kinds, since, only }: { kinds: readonly NextStepKind[]; since: Date; only: readonly string[] | null },
): Promise<{ volunteerId: string; times: number }[]> =>
  tx.sql<{ volunteerId: string; times: number }[]>`
    select volunteer_id, count(*)::int as times from volunteers.next_step
    where place_id = ${tx.placeId} and told_at > ${since} and kind = any(${[...kinds]}::text[])
      ${only ? tx.sql`and volunteer_id = any(${[...only]}::uuid[])` : tx.sql``}
    group by volunteer_id`

/** Deletes steps told before a moment, but never what somebody was told last. */
export const deleteNextStepsBefore = async (tx: PlaceTx, before: Date): Promise<void> => {
  await tx.sql`
    delete from volunteers.next_step s where place_id = ${tx.placeId} and told_at < ${before} and not ${isHeld(tx, 'volunteers.next_step', await heldNow(tx))} and exists (
      select from volunteers.next_step later where later.place_id = s.place_id and later.volunteer_id = s.volunteer_id and later.told_at > s.told_at)`
}
