/** Community organisations and residents say how far the principles are lived. */
import { Type } from 'typebox'
import { dateAt } from '../../../design/time-in-words.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { readSignedLink, signLink } from '../../../platform/auth/signed-link.ts'
import { command } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  type Assessment,
  findAssessment,
  findViewLink,
  insertView,
  insertViewLink,
  lockAssessment,
  saveViewOf,
  useViewLink,
  type ViewLink,
} from './assessment-store.ts'
import { roundToKeep } from './keep-assessment.ts'

const Levels = Type.Array(Type.Integer({ minimum: 0, maximum: 4 }), { minItems: 6, maxItems: 6 })
const purpose = 'resident view'

/** A round in which people may say something today, held so that it is not closed meanwhile. */
export const roundToAnswer = async (tx: PlaceTx, assessmentId: string): Promise<Assessment | Refusal> => {
  await lockAssessment(tx, assessmentId, 'to answer')
  const round = await findAssessment(tx, assessmentId)
  if (!round || round.closedAt || round.closesOn < dateAt(tx.now))
    return refuse('over', 'People are not asked about this any more. Thank you for coming.')
  return round
}

const saysNothing = (levels: readonly number[]) => levels.every(level => level === 0)
const nothing = refuse('nothing-said', 'Choose an answer to at least one question.', 'p1')

/** What an organisation says, or says now; the last counts. Nobody sees what one said. */
export const giveOurView = command({
  name: 'practice.give-our-view',
  allow: 'practice.view',
  input: Type.Object({ assessmentId: Type.String({ format: 'uuid' }), levels: Levels }),
  async run(tx, { assessmentId, levels }) {
    const round = await roundToAnswer(tx, assessmentId)
    if ('refused' in round) return round
    const { organisationId } = tx.actor
    if (!organisationId || organisationId === round.organisationId)
      return refuse('the-council', 'The council says what it thinks elsewhere: this is for community organisations.')
    if (saysNothing(levels)) return nothing
    await saveViewOf(tx, { viewId: newId(), assessmentId, organisationId, levels, on: dateAt(tx.now) })
    return { recordId: null }
  },
})

/** What a resident says: the answers and the day, and nothing of who they are. The form's own number lets it count once, however often it is sent. */
export const giveView = command({
  name: 'practice.give-view',
  allow: 'anyone',
  inHouse: true,
  input: Type.Object({
    assessmentId: Type.String({ format: 'uuid' }),
    /** The form's own number. */
    viewId: Type.String({ format: 'uuid' }),
    levels: Levels,
    link: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  async run(tx, { assessmentId, viewId, levels, link }) {
    const round = await roundToAnswer(tx, assessmentId)
    if ('refused' in round) return round
    if (saysNothing(levels)) return nothing
    const given = link === undefined ? null : await readViewLink(tx, link)
    if (link !== undefined && given?.assessmentId !== assessmentId)
      return refuse('dead-link', 'We do not know this link. A letter may be missing.')
    if (!(await insertView(tx, { viewId, assessmentId, levels, on: dateAt(tx.now) }))) return { recordId: null }
    if (given && !(await useViewLink(tx, given.linkId)))
      return refuse(
        'used-up',
        `${given.most} people have used this link, which is all it was for. Ask whoever gave it to you.`,
      )
    return { recordId: null }
  },
})

/** Makes a link by which so many residents may say. */
export const makeViewLink = command({
  name: 'practice.make-view-link',
  allow: 'practice.assess',
  input: Type.Object({
    assessmentId: Type.String({ format: 'uuid' }),
    name: Type.String({
      minLength: 1,
      maxLength: 80,
      mend: 'Say what the link is for, like: meeting in the village hall',
    }),
    most: Type.Integer({ minimum: 1, maximum: 10_000, mend: 'Enter how many people may use it, from 1 to 10,000' }),
  }),
  async run(tx, { assessmentId, name, most }) {
    const round = await roundToKeep(tx, assessmentId)
    if ('refused' in round) return round
    const linkId = newId()
    await insertViewLink(tx, { linkId, assessmentId, name, most })
    return { recordId: round.councilId, linkId }
  },
})

/** The path of a link, until the round ends. */
export const viewLinkPath = async (
  tx: PlaceTx,
  { linkId }: Pick<ViewLink, 'linkId'>,
  closesOn: string,
): Promise<string> =>
  `/practice/your-view/link/${await signLink(tx, purpose, linkId, new Date(Date.parse(closesOn) + 2 * 86_400_000))}`

/** What a link is for; null for what was not signed here. */
export const readViewLink = async (tx: PlaceTx, token: string): Promise<ViewLink | null> => {
  const signed = await readSignedLink(tx, purpose, token)
  return signed && findViewLink(tx, signed.id)
}
