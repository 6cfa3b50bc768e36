/** `/:place/volunteers/:volunteerId/interest`: the roles a volunteer is interested in; taken back or brought back as they said by phone. */
import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../design/happened.ts'
import type { PageModel } from '../../design/page.ts'
import { inWords } from '../../design/time-in-words.ts'
import type { Action, EmptyState } from '../../design/view-models.ts'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { perform } from '../../platform/command.ts'
import { errorsOf, notFound, page, privateView, type Reply, redirect, type Visit } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { findPerson } from '../people/index.ts'
import { accessVolunteer } from './access.ts'
import { sayInterested, withdrawInterest } from './roles/placements.ts'
import { listPlacementsOf } from './roles/role-store.ts'

type InterestModel = PageModel & {
  interested: readonly { title: string; href: string; says: string; press: Action }[]
  empty: EmptyState
}

const params = Type.Object({ volunteerId: Type.String({ format: 'uuid' }) })
type Theirs = Visit<{ volunteerId: string }, { done?: unknown; was?: unknown }>

/** What has just been done, with the press that takes it back. */
const happenings = (here: string, roleId: string): Happenings => ({
  'not-interested': {
    message: 'Written down: they are not interested any more, and the organisation does not see them any more.',
    ...(isUuid(roleId) && {
      undo: { text: 'They are interested after all', action: here, hidden: { roleId, is: 'yes' }, look: 'other' },
    }),
  },
  'interested-again': { message: 'Taken back: they are interested, as before.' },
})

const show = async (visit: Theirs, refusal?: Refusal): Promise<Reply> => {
  const { platform, place, actor, params, query } = visit
  const home = `/${place.slug}/volunteers/${params.volunteerId}`
  const here = `${home}/interest`
  const found = await platform.db.as(actor, async tx => {
    const volunteer = await accessVolunteer(tx, params.volunteerId)
    if (isRefusal(volunteer)) return null
    const placements = await listPlacementsOf(tx, [volunteer.volunteerId])
    return { person: await findPerson(tx, volunteer.personId), placements }
  })
  if (!found) return notFound('We cannot find that volunteer, or they are not yours to see.')
  const model: InterestModel = {
    page: {
      title: 'Roles they are interested in',
      caption: found.person?.name ?? 'A volunteer',
      kind: 'staff',
      backHref: home,
      ...(refusal
        ? { errors: errorsOf(refusal).map(({ message }) => ({ field: 'form', message })) }
        : noticeOf(happenings(here, typedLine(query.was)), query.done)),
    },
    interested: found.placements
      .filter(({ state }) => state === 'interested')
      .map(({ roleId, title, since }) => ({
        title,
        href: `/${place.slug}/roles/${roleId}`,
        says: `Said ${inWords(since, platform.clock())}. They wait for an answer.`,
        press: {
          text: 'They are not interested any more',
          about: title,
          action: here,
          hidden: { roleId, is: 'no' },
          look: 'other',
        },
      })),
    empty: {
      title: 'They wait for no answer about a role',
      sentences: ['Whatever they say they are interested in stands here until they are answered.'],
    },
  }
  return privateView('volunteers/interest-for-them.njk', model)
}

const interestPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/interest',
  allow: 'volunteer.look-after',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()), was: Type.Optional(Type.Unknown()) }),
  handle: visit => show(visit as unknown as Theirs),
})

const interestPress = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/interest',
  allow: 'volunteer.look-after',
  params,
  async handle(visit) {
    const { platform, place, actor, params, body } = visit
    const isInterested = typedLine(body.is) === 'yes'
    const roleId = typedLine(body.roleId)
    const answer = await perform(platform.db, actor, isInterested ? sayInterested : withdrawInterest, {
      roleId,
      forVolunteerId: params.volunteerId,
    })
    if (isRefusal(answer)) return show({ ...visit, query: {} } as unknown as Theirs, answer)
    const done = isInterested ? 'interested-again' : `not-interested&was=${roleId}`
    return redirect(`/${place.slug}/volunteers/${params.volunteerId}/interest?done=${done}`)
  },
})

export const interestForThemRoutes = [interestPage, interestPress]
