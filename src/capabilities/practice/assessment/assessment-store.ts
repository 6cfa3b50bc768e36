import type { PlaceTx } from '../../../platform/db/database.ts'
import { unnested } from '../../../platform/db/unnested.ts'
import type { Voice } from './gap.ts'

/** One round in which a council is assessed. */
export interface Assessment {
  readonly assessmentId: string
  readonly councilId: string
  readonly councilName: string
  readonly organisationId: string | null
  readonly name: string
  readonly openedOn: string
  readonly closesOn: string
  readonly closedAt: Date | null
  readonly sharedAt: Date | null
}

const columns = (tx: PlaceTx) => tx.sql`
  a.assessment_id, a.council_id, c.name as council_name, c.organisation_id, a.name, a.opened_on, a.closes_on, a.closed_at, a.shared_at
  from practice.assessment a join practice.council c on c.place_id = a.place_id and c.council_id = a.council_id`

export const findAssessment = async (tx: PlaceTx, assessmentId: string): Promise<Assessment | null> => {
  const [row] = await tx.sql<Assessment[]>`
    select ${columns(tx)} where a.place_id = ${tx.placeId} and a.assessment_id = ${assessmentId}`
  return row ?? null
}

/** A council's rounds, newest first. */
export const listAssessments = (tx: PlaceTx, councilId: string): Promise<Assessment[]> =>
  tx.sql<Assessment[]>`
    select ${columns(tx)} where a.place_id = ${tx.placeId} and a.council_id = ${councilId} order by a.opened_on desc, a.assessment_id desc limit 50`

/** Rounds in which people are asked today. */
export const listOpenAssessments = (tx: PlaceTx, today: string): Promise<Assessment[]> =>
  tx.sql<Assessment[]>`
    select ${columns(tx)} where a.place_id = ${tx.placeId} and a.closed_at is null and a.closes_on >= ${today} order by c.name limit 50`

/** Held until the transaction ends: nobody answers while it is being closed, and nobody closes it while somebody answers. */
export const lockAssessment = (tx: PlaceTx, assessmentId: string, how: 'to change' | 'to answer'): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      select from practice.assessment where place_id = ${tx.placeId} and assessment_id = ${assessmentId} ${how === 'to change' ? tx.sql`for update` : tx.sql`for share`}`
  })

export const insertAssessment = (
  tx: PlaceTx,
  {
    assessmentId,
    councilId,
    name,
    openedOn,
    closesOn,
  }: Pick<Assessment, 'assessmentId' | 'councilId' | 'name' | 'openedOn' | 'closesOn'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.assessment (place_id, assessment_id, council_id, name, opened_on, closes_on)
      values (${tx.placeId}, ${assessmentId}, ${councilId}, ${name}, ${openedOn}, ${closesOn})`
  })

export const saveStanding = (
  tx: PlaceTx,
  assessmentId: string,
  { closedAt, sharedAt }: Pick<Assessment, 'closedAt' | 'sharedAt'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.assessment set closed_at = ${closedAt}, shared_at = ${sharedAt} where place_id = ${tx.placeId} and assessment_id = ${assessmentId}`
  })

export interface CouncilScore {
  readonly principle: number
  readonly level: number
  readonly says: string | null
  readonly savedAt: Date
  readonly savedBy: string
}

/** What the council says of itself, as far as the actor may see it. */
export const listScores = (tx: PlaceTx, assessmentId: string): Promise<CouncilScore[]> =>
  tx.sql<CouncilScore[]>`
    select principle, level, says, saved_at, saved_by from practice.council_score where place_id = ${tx.placeId} and assessment_id = ${assessmentId} order by principle`

export const saveScore = (
  tx: PlaceTx,
  { assessmentId, councilId }: Pick<Assessment, 'assessmentId' | 'councilId'>,
  { principle, level, says }: Pick<CouncilScore, 'principle' | 'level' | 'says'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.council_score (place_id, assessment_id, principle, council_id, level, says, saved_at, saved_by)
      values (${tx.placeId}, ${assessmentId}, ${principle}, ${councilId}, ${level}, ${says}, ${tx.now}, ${tx.actor.name})
      on conflict (place_id, assessment_id, principle) do update set level = excluded.level, says = excluded.says, saved_at = excluded.saved_at, saved_by = excluded.saved_by`
  })

/** How many answers of a voice there are at each level of each principle; never whose. */
export const countLevels = (
  tx: PlaceTx,
  assessmentId: string,
): Promise<{ voice: Voice; principle: number; level: number; answers: number }[]> =>
  tx.house(
    () => tx.sql<{ voice: Voice; principle: number; level: number; answers: number }[]>`
      select v.voice, l.principle::int as principle, l.level::int as level, count(*)::int as answers
      from practice.view_given v cross join unnest(v.levels) with ordinality as l (level, principle)
      where v.place_id = ${tx.placeId} and v.assessment_id = ${assessmentId} and l.level > 0 group by 1, 2, 3`,
  )

/** What an organisation said, for its own people alone; null while it has not. */
export const findViewOf = (
  tx: PlaceTx,
  assessmentId: string,
  organisationId: string,
): Promise<readonly number[] | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ levels: number[] }[]>`
      select levels from practice.view_given where place_id = ${tx.placeId} and assessment_id = ${assessmentId} and organisation_id = ${organisationId}`
    return row?.levels ?? null
  })

/** Writes what an organisation says, or says now. */
export const saveViewOf = (
  tx: PlaceTx,
  {
    viewId,
    assessmentId,
    organisationId,
    levels,
    on,
  }: { viewId: string; assessmentId: string; organisationId: string; levels: readonly number[]; on: string },
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.view_given (place_id, view_id, assessment_id, voice, organisation_id, levels, given_on)
      values (${tx.placeId}, ${viewId}, ${assessmentId}, 'community', ${organisationId}, ${[...levels]}::smallint[], ${on})
      on conflict (place_id, assessment_id, organisation_id) where organisation_id is not null do update set levels = excluded.levels, given_on = excluded.given_on`
  })

/** Writes what a resident says; false where this very form was sent before. */
export const insertView = (
  tx: PlaceTx,
  { viewId, assessmentId, levels, on }: { viewId: string; assessmentId: string; levels: readonly number[]; on: string },
): Promise<boolean> =>
  tx.house(async () => {
    const done = await tx.sql`
      insert into practice.view_given (place_id, view_id, assessment_id, voice, levels, given_on)
      values (${tx.placeId}, ${viewId}, ${assessmentId}, 'residents', ${[...levels]}::smallint[], ${on}) on conflict do nothing`
    return done.count === 1
  })

export interface ViewLink {
  readonly linkId: string
  readonly assessmentId: string
  readonly name: string
  readonly most: number
  readonly used: number
}

export const listViewLinks = (tx: PlaceTx, assessmentId: string): Promise<ViewLink[]> =>
  tx.house(
    () => tx.sql<ViewLink[]>`
      select link_id, assessment_id, name, most, used from practice.view_link where place_id = ${tx.placeId} and assessment_id = ${assessmentId} order by made_at`,
  )

export const findViewLink = (tx: PlaceTx, linkId: string): Promise<ViewLink | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<ViewLink[]>`
      select link_id, assessment_id, name, most, used from practice.view_link where place_id = ${tx.placeId} and link_id = ${linkId}`
    return row ?? null
  })

export const insertViewLink = (
  tx: PlaceTx,
  { linkId, assessmentId, name, most }: Omit<ViewLink, 'used'>,
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      insert into practice.view_link (place_id, link_id, assessment_id, name, most, made_by, made_at)
      values (${tx.placeId}, ${linkId}, ${assessmentId}, ${name}, ${most}, ${tx.actor.name}, ${tx.now})`
  })

/** Counts one more use; false when the link has had its number. */
export const useViewLink = (tx: PlaceTx, linkId: string): Promise<boolean> =>
  tx.house(async () => {
    const done = await tx.sql`
      update practice.view_link set used = used + 1 where place_id = ${tx.placeId} and link_id = ${linkId} and used < most`
    return done.count === 1
  })

export interface VoiceResult {
  readonly principle: number
  readonly voice: Voice
  readonly level: number
  readonly answers: number
}

/** What a closed round found, as far as the actor may see it. */
export const listResults = (tx: PlaceTx, assessmentId: string): Promise<VoiceResult[]> =>
  tx.sql<VoiceResult[]>`
    select principle, voice, level::float8 as level, answers from practice.voice_result where place_id = ${tx.placeId} and assessment_id = ${assessmentId}`

/** Writes what a round found in place of what stood there. */
export const saveResults = (
  tx: PlaceTx,
  { assessmentId, councilId }: Pick<Assessment, 'assessmentId' | 'councilId'>,
  results: readonly VoiceResult[],
): Promise<void> =>
  tx.house(async () => {
    await tx.sql`delete from practice.voice_result where place_id = ${tx.placeId} and assessment_id = ${assessmentId}`
    await tx.sql`
      insert into practice.voice_result (place_id, assessment_id, principle, voice, council_id, level, answers)
      select ${tx.placeId}, ${assessmentId}, principle, voice, ${councilId}, level, answers
      from ${unnested(tx.sql, results, { principle: 'int4', voice: 'text', level: 'numeric', answers: 'int4' })} as x (principle, voice, level, answers)`
  })

export interface PeerFigure {
  readonly principle: number
  readonly voice: Voice
  readonly peers: number
  readonly quarter: number
  readonly middle: number
  readonly threeQuarters: number
}

/** What the actor's council may compare itself with. */
export const listPeerFigures = (tx: PlaceTx, councilId: string): Promise<PeerFigure[]> =>
  tx.sql<PeerFigure[]>`
    select principle, voice, peers, quarter::float8 as quarter, middle::float8 as middle, three_quarters::float8 as three_quarters from practice.peer_figure
    where place_id = ${tx.placeId} and council_id = ${councilId} and peers >= 5`

/**
 * Figures anew what each council that shares may compare itself with: the latest shared round of every other council, where there are five or more. One after the other: two that
 * share at once must each count the other.
 */
export const figurePeers = (tx: PlaceTx): Promise<void> =>
  tx.house(async () => {
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`practice peers ${tx.placeId}`}, 1))`
    await tx.sql`delete from practice.peer_figure where place_id = ${tx.placeId}`
    await tx.sql`
      with latest as (
        select distinct on (council_id) council_id, assessment_id from practice.assessment
        where place_id = ${tx.placeId} and shared_at is not null order by council_id, opened_on desc, assessment_id desc
      ), result as (
        select l.council_id, r.principle, r.voice, r.level from latest l
        join practice.voice_result r on r.place_id = ${tx.placeId} and r.assessment_id = l.assessment_id
      )
      insert into practice.peer_figure (place_id, council_id, principle, voice, peers, quarter, middle, three_quarters, figured_at)
      select ${tx.placeId}, own.council_id, peer.principle, peer.voice, count(*),
        percentile_disc(0.25) within group (order by peer.level), percentile_disc(0.5) within group (order by peer.level),
        percentile_disc(0.75) within group (order by peer.level), ${tx.now}
      from latest own join result peer on peer.council_id <> own.council_id
      group by own.council_id, peer.principle, peer.voice having count(*) >= 5`
  })

/** How many councils share what they found. */
export const countSharing = async (tx: PlaceTx): Promise<number> => {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(distinct council_id)::int as n from practice.assessment where place_id = ${tx.placeId} and shared_at is not null`
  return row?.n ?? 0
}

export interface Evidence {
  readonly evidenceId: string
  readonly assessmentId: string
  readonly principle: number
  readonly kind: 'measure' | 'document' | 'words'
  readonly measure: string | null
  readonly title: string | null
  readonly says: string | null
  readonly address: string | null
  readonly saidThen: string | null
  readonly addedAt: Date
  readonly addedBy: string
}

export const listEvidence = (tx: PlaceTx, assessmentId: string): Promise<Evidence[]> =>
  tx.sql<Evidence[]>`
    select evidence_id, assessment_id, principle, kind, measure, title, says, address, said_then, added_at, added_by from practice.evidence
    where place_id = ${tx.placeId} and assessment_id = ${assessmentId} and removed_at is null order by principle, added_at`

export const findEvidenceOwner = (tx: PlaceTx, evidenceId: string): Promise<string | null> =>
  tx.house(async () => {
    const [row] = await tx.sql<{ assessmentId: string }[]>`
      select assessment_id from practice.evidence where place_id = ${tx.placeId} and evidence_id = ${evidenceId}`
    return row?.assessmentId ?? null
  })

export const insertEvidence = (
  tx: PlaceTx,
  councilId: string,
  evidence: Omit<Evidence, 'addedAt' | 'addedBy'>,
): Promise<void> =>
  tx.house(async () => {
    const { evidenceId, assessmentId, principle, kind, measure, title, says, address, saidThen } = evidence
    await tx.sql`
      insert into practice.evidence (place_id, evidence_id, assessment_id, council_id, principle, kind, measure, title, says, address, said_then, added_at, added_by)
      values (${tx.placeId}, ${evidenceId}, ${assessmentId}, ${councilId}, ${principle}, ${kind}, ${measure}, ${title}, ${says}, ${address}, ${saidThen}, ${tx.now}, ${tx.actor.name})`
  })

export const saveEvidenceRemoved = (tx: PlaceTx, evidenceId: string, removed: boolean): Promise<void> =>
  tx.house(async () => {
    await tx.sql`
      update practice.evidence set removed_at = ${removed ? tx.now : null} where place_id = ${tx.placeId} and evidence_id = ${evidenceId}`
  })

export interface Challenge {
  readonly challengeId: string
  readonly assessmentId: string
  readonly councilId: string
  readonly visitingCouncilId: string | null
  readonly visitors: string
  readonly visitOn: string
  readonly findings: string | null
  readonly plan: string | null
  readonly reviewOn: string
  readonly reviewedOn: string | null
  readonly reviewSays: string | null
}

const challengeColumns = (tx: PlaceTx) =>
  tx.sql`challenge_id, assessment_id, council_id, visiting_council_id, visitors, visit_on, findings, plan, review_on, reviewed_on, review_says`

/** The visit of a round, when the actor may see inside it: its own people, and the peers who visit. */
export const findChallenge = async (tx: PlaceTx, assessmentId: string): Promise<Challenge | null> => {
  const [row] = await tx.sql<Challenge[]>`
    select ${challengeColumns(tx)} from practice.challenge where place_id = ${tx.placeId} and assessment_id = ${assessmentId}`
  return row ?? null
}

export const saveChallenge = (tx: PlaceTx, challenge: Challenge): Promise<void> =>
  tx.house(async () => {
    const {
      challengeId,
      assessmentId,
      councilId,
      visitingCouncilId,
      visitors,
      visitOn,
      findings,
      plan,
      reviewOn,
      reviewedOn,
      reviewSays,
    } = challenge
    await tx.sql`
      insert into practice.challenge (place_id, challenge_id, assessment_id, council_id, visiting_council_id, visitors, visit_on, findings, plan, review_on, reviewed_on, review_says,
        changed_at, changed_by)
      values (${tx.placeId}, ${challengeId}, ${assessmentId}, ${councilId}, ${visitingCouncilId}, ${visitors}, ${visitOn}, ${findings}, ${plan}, ${reviewOn}, ${reviewedOn},
        ${reviewSays}, ${tx.now}, ${tx.actor.name})
      on conflict (place_id, challenge_id) do update set visiting_council_id = excluded.visiting_council_id, visitors = excluded.visitors, visit_on = excluded.visit_on,
        findings = excluded.findings, plan = excluded.plan, review_on = excluded.review_on, reviewed_on = excluded.reviewed_on, review_says = excluded.review_says,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by`
  })

/** Visits to be reviewed until a day, with whose they are. */
export const listToReview = (
  tx: PlaceTx,
  until: string,
): Promise<(Pick<Challenge, 'challengeId' | 'assessmentId' | 'reviewOn'> & { organisationId: string | null })[]> =>
  tx.house(
    () => tx.sql<(Pick<Challenge, 'challengeId' | 'assessmentId' | 'reviewOn'> & { organisationId: string | null })[]>`
      select h.challenge_id, h.assessment_id, h.review_on, c.organisation_id from practice.challenge h
      join practice.council c on c.place_id = h.place_id and c.council_id = h.council_id
      where h.place_id = ${tx.placeId} and h.reviewed_on is null and h.review_on <= ${until} order by h.review_on limit 500`,
  )
