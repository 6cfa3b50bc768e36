import { Type } from 'typebox'
import type { Link, Notice, PageModel } from '../../../design/page.ts'
import { dateAt, dayMonthYear, inWords } from '../../../design/time-in-words.ts'
import type { Action, EmptyState, ErrorItem, StateTag, SummaryRow } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine, typedText } from '../../../platform/http/typed.ts'
import { findOrganisation } from '../../organisations/index.ts'
import { findOwnVolunteer } from '../access.ts'
import { activities, placementStates, roleKinds } from '../words.ts'
import { closeRole, isOpen, reopenRole, trainingLabels } from './change-role.ts'
import { moveWords, type PlacementLine, placementLines } from './placement-lines.ts'
import { movePlacement, sayInterested, withdrawInterest } from './placements.ts'
import { findRole, listPlacementsOf, type Role } from './role-store.ts'
import { looksAfter, pounds, stateOf } from './role-words.ts'

/** `/:place/roles/:roleId`: one role, saying that one is interested, and what became of it. */

type RoleModel = PageModel & {
  about: string
  rows: readonly SummaryRow[]
  interest: Action | null
  signUp: readonly Link[]
  yours: { state: StateTag; words: string; withdraw: Action | null } | null
  staff: { placements: readonly PlacementLine[]; empty: EmptyState; press: Action } | null
}

const notices: Readonly<Record<string, Notice>> = {
  opened: { tone: 'done', message: 'It is open. Everybody in the place can see it.' },
  closed: { tone: 'done', message: 'It is closed.', detail: 'Whoever is interested stays below: please answer them.' },
  interested: {
    tone: 'done',
    message: 'They know that you are interested.',
    detail: 'They see your name and how to reach you, and answer within a week. If they do not, tell us.',
  },
  withdrawn: {
    tone: 'done',
    message: 'You have taken your interest back.',
    detail: 'They do not see you any more. You stay on our list, and we go on asking you.',
  },
  moved: { tone: 'done', message: 'Written down, and they are told.' },
}

const noticeOf = (done: unknown): Notice | null =>
  typeof done === 'string' && Object.hasOwn(notices, done) ? (notices[done] ?? null) : null

const rowsOf = (role: Role, visit: Visit, organisationName: string): SummaryRow[] => {
  const { place, platform } = visit
  const row = (key: string, value: string): SummaryRow[] => (value ? [{ key, value }] : [])
  return [
    ...row('What it is', roleKinds[role.kind]),
    ...row('With', organisationName),
    ...row('Where', role.whereItIs),
    ...row('Hours a week', role.hoursAWeek === null ? '' : String(role.hoursAWeek)),
    ...row('Pay', role.payInPencePerHour === null ? '' : `${pounds(role.payInPencePerHour)} an hour`),
    ...row('You would', role.activities.map(code => activities[code].label).join(', ')),
    ...row(
      role.kind === 'training place' ? 'You learn' : 'Training first',
      trainingLabels(role.trainings, place.settings).join(', '),
    ),
    ...row('People wanted', role.places === 1 ? '1' : `${role.places}, ${role.taken} taken`),
    ...row('Open until', role.openUntil ? dayMonthYear(role.openUntil) : ''),
    ...row('Opened', inWords(role.openedAt, platform.clock())),
  ]
}

const showRole = async (
  visit: Visit,
  roleId: string,
  errors: readonly ErrorItem[] = [],
  placementId = '',
): Promise<Reply> => {
  const { platform, place, actor, query } = visit
  const now = platform.clock()
  const found = await platform.db.as(actor, async tx => {
    const role = await findRole(tx, roleId)
    if (!role) return null
    const isOurs = looksAfter(actor) && actor.organisationId === role.organisationId
    const volunteer = await findOwnVolunteer(tx)
    return {
      role,
      organisation: await findOrganisation(tx, role.organisationId),
      volunteer,
      placement: volunteer
        ? (await listPlacementsOf(tx, [volunteer.volunteerId])).find(other => other.roleId === roleId)
        : undefined,
      placements: isOurs ? await placementLines(tx, visit, role, { placementId, errors }) : null,
    }
  })
  if (!found) return notFound('There is no such role.')
  const { role, organisation, volunteer, placement, placements } = found
  const canAsk = isOpen(role, dateAt(now)) && role.taken < role.places
  const isAsked = placement?.state === 'interested' || placement?.state === 'started'
  const here = `/${place.slug}/roles/${roleId}`
  const interest: Action | null =
    volunteer && volunteer.state !== 'left' && canAsk && !isAsked
      ? { text: 'I am interested', action: `${here}/interested` }
      : null
  const said = noticeOf(query.done)
  // Saying so again is what takes it back.
  const notice =
    said && query.done === 'withdrawn' && interest
      ? { ...said, undo: { ...interest, text: 'I am interested after all', look: 'other' as const } }
      : said
  const model: RoleModel = {
    page: {
      title: role.title,
      caption: roleKinds[role.kind],
      state: stateOf(role, now),
      backHref: `/${place.slug}/roles`,
      errors,
      ...(notice && { notice }),
    },
    about: role.about,
    rows: rowsOf(role, visit, organisation?.name ?? ''),
    interest,
    signUp:
      !volunteer && !placements && canAsk
        ? [
            { text: 'Offer to help first: it takes three minutes', href: `/${place.slug}/volunteer` },
            { text: 'Signed up already? Open your page', href: `/${place.slug}/volunteer/sign-in` },
          ]
        : [],
    yours: placement
      ? {
          state: { word: placementStates[placement.state].label, tone: placementStates[placement.state].tone },
          words: placement.words,
          withdraw:
            placement.state === 'interested'
              ? { text: 'I am not interested any more', action: `${here}/withdraw`, look: 'other' }
              : null,
        }
      : null,
    staff: placements && {
      placements,
      empty: {
        title: 'Nobody has said yet that they are interested',
        sentences: ['We tell you by mail when somebody does.'],
      },
      press: isOpen(role, dateAt(now))
        ? { text: 'Close it', action: `${here}/close`, look: 'other' }
        : { text: 'Open it again', action: `${here}/reopen` },
    },
  }
  return view('volunteers/roles/role.njk', model, {
    status: errors.length > 0 ? 422 : 200,
    headers: actor.kind === 'anyone' ? {} : { 'cache-control': 'no-store' },
  })
}

const params = Type.Object({ roleId: Type.String({ format: 'uuid' }) })

const rolePage = page({
  method: 'GET',
  path: '/:place/roles/:roleId',
  allow: 'anyone',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => showRole(visit as unknown as Visit, visit.params.roleId),
})

const interested = page({
  method: 'POST',
  path: '/:place/roles/:roleId/interested',
  allow: 'anyone',
  params,
  async handle(visit) {
    const { platform, place, actor } = visit
    const { roleId } = visit.params
    const answer = await perform(platform.db, actor, sayInterested, { roleId })
    if (!isRefusal(answer)) return redirect(`/${place.slug}/roles/${roleId}?done=interested`)
    return answer.refused === 'sign-up-first'
      ? redirect(`/${place.slug}/volunteer/sign-in`)
      : showRole(visit as unknown as Visit, roleId, errorsOf(answer))
  },
})

const move = page({
  method: 'POST',
  path: '/:place/roles/:roleId/move',
  allow: 'volunteer.look-after',
  params,
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const { roleId } = visit.params
    const placementId = typedLine(body.placementId)
    const to = chosen(body[`to-${placementId}`], Object.keys(moveWords) as (keyof typeof moveWords)[])
    const wrong = to ? [] : [{ field: `to-${placementId}`, message: 'Choose what became of it' }]
    if (!to) return showRole(visit as unknown as Visit, roleId, wrong, placementId)
    const answer = await perform(platform.db, actor, movePlacement, {
      placementId,
      to,
      words: typedText(body[`words-${placementId}`]),
    })
    return isRefusal(answer)
      ? showRole(
          visit as unknown as Visit,
          roleId,
          errorsOf(answer).map(({ field, message }) => ({
            field: field === 'words' ? `words-${placementId}` : field,
            message,
          })),
          placementId,
        )
      : redirect(`/${place.slug}/roles/${roleId}?done=moved`)
  },
})

const withdraw = page({
  method: 'POST',
  path: '/:place/roles/:roleId/withdraw',
  allow: 'anyone',
  params,
  async handle(visit) {
    const { platform, place, actor } = visit
    const { roleId } = visit.params
    const answer = await perform(platform.db, actor, withdrawInterest, { roleId })
    return isRefusal(answer)
      ? showRole(visit as unknown as Visit, roleId, errorsOf(answer))
      : redirect(`/${place.slug}/roles/${roleId}?done=withdrawn`)
  },
})

const press = (path: 'close' | 'reopen', command: typeof closeRole, done: string) =>
  page({
    method: 'POST',
    path: `/:place/roles/:roleId/${path}`,
    allow: 'volunteer.look-after',
    params,
    async handle(visit) {
      const { platform, place, actor } = visit
      const { roleId } = visit.params
      const answer = await perform(platform.db, actor, command, { roleId })
      return isRefusal(answer)
        ? showRole(visit as unknown as Visit, roleId, errorsOf(answer))
        : redirect(`/${place.slug}/roles/${roleId}?done=${done}`)
    },
  })

export const oneRoleRoutes = [
  rolePage,
  interested,
  withdraw,
  move,
  press('close', closeRole, 'closed'),
  press('reopen', reopenRole, 'opened'),
]
