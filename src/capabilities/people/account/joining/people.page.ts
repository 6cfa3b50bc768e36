/** Asking people to act for one's organisation, changing what they do, and ending it. */

import { Type } from 'typebox'
import { form } from '../../../../design/form.ts'
import type { ErrorItem } from '../../../../design/view-models.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, notFound, page, privateView, redirect, type Visit } from '../../../../platform/http/route.ts'
import { ticked, typedLine } from '../../../../platform/http/typed.ts'
import { listMembers, type Role, roles } from '../../../organisations/index.ts'
import { findAccountOf } from '../../sign-in-store.ts'
import { listInHands } from './in-hands.ts'
import { inMyHandsPage } from './in-my-hands.page.ts'
import { invite, withdrawInvitation } from './invite.ts'
import { changeRoles, endMembershipOf, rolesHeldBy } from './leave.ts'
import { mayGive } from './may-give.ts'

const allow = 'account.look-after'
const allRoles = Object.keys(roles) as Role[]
const peoplePath = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/our-people`

const rolesField = (label: string, offered: readonly Role[]) => ({
  kind: 'checkboxes' as const,
  name: 'roles',
  label,
  options: offered.map(role => ({ value: role, text: roles[role] })),
})

const heldBy = ({ platform, actor }: Pick<Visit, 'platform' | 'actor'>, personId: string | null) =>
  platform.db.as(actor, tx => tx.house(() => rolesHeldBy(tx, actor.organisationId ?? '', personId ?? '')))

const inviteView = async (visit: Visit, errors: readonly ErrorItem[] = []) =>
  privateView('design/question.njk', {
    page: {
      title: 'Invite somebody',
      caption: visit.actor.organisationName ?? '',
      backHref: peoplePath(visit),
      errors,
    },
    form: form({
      action: `${peoplePath(visit)}/invite`,
      fields: [
        { kind: 'text', name: 'name', label: 'Their name', autocomplete: 'off' },
        {
          kind: 'email',
          name: 'email',
          label: 'Their e-mail address',
          hint: 'We send a link there that works once, for 7 days. Without one you get a code to read out to them.',
          autocomplete: 'off',
          optional: true,
        },
        rolesField('What are they to do?', mayGive(await heldBy(visit, visit.actor.personId))),
      ],
      values: visit.body,
      errors,
      button: 'Invite them',
    }),
  })

const invitePage = page({
  method: 'GET',
  path: '/:place/our-people/invite',
  allow,
  handle: visit => inviteView(visit as Visit),
})

const inviteAnswer = page({
  method: 'POST',
  path: '/:place/our-people/invite',
  allow,
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const answer = await perform(platform.db, actor, invite, {
      name: typedLine(body.name),
      email: typedLine(body.email),
      roles: ticked(body.roles, allRoles),
      placeName: place.name,
    })
    if (isRefusal(answer)) return inviteView(visit as Visit, errorsOf(answer))
    if (!answer.code) return redirect(`${peoplePath(visit)}?done=invited`)
    // Shown once, to whoever reads it out: it is kept as a hash.
    return privateView('design/problem.njk', {
      page: { title: `The code is ${answer.code}`, backHref: peoplePath(visit) },
      because: '',
      sentences: [
        `Read it out to ${typedLine(body.name)}. It works once, for 7 days, and is not shown again.`,
        `They enter it at ${platform.config.publicUrl}/${place.slug}/invitation`,
      ],
    })
  },
})

const withdrawAnswer = page({
  method: 'POST',
  path: '/:place/our-people/withdraw',
  allow,
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, withdrawInvitation, { invitationId: typedLine(body.invitationId) })
    return redirect(`${peoplePath(visit)}?done=${isRefusal(answer) ? 'answered-already' : 'withdrawn'}`)
  },
})

const params = Type.Object({ memberId: Type.String({ format: 'uuid' }) })
type MemberVisit = Visit<{ memberId: string }>

const memberView = async (visit: MemberVisit, errors: readonly ErrorItem[] = []) => {
  const { platform, actor, params, body } = visit
  const held = await heldBy(visit, params.memberId)
  if (held.length === 0) return notFound()
  const account = await platform.db.as(actor, tx => tx.house(() => findAccountOf(tx, params.memberId)))
  const here = `${peoplePath(visit)}/${params.memberId}`
  const organisationId = actor.organisationId ?? ''
  const { inHands, others } = await platform.db.as(actor, async tx => ({
    inHands: await listInHands(tx, { personId: params.memberId, organisationId, name: account?.name ?? '' }),
    others: await tx.house(async () => {
      const members = (await listMembers(tx, organisationId)).filter(({ personId }) => personId !== params.memberId)
      return Promise.all(members.map(({ personId }) => findAccountOf(tx, personId)))
    }),
  }))
  const errorsIn = (field: 'handTo' | 'roles') =>
    errors.filter(error => (error.field === 'handTo') === (field === 'handTo'))
  return privateView('people/account/joining/member.njk', {
    page: {
      title: account?.name ?? 'One of your people',
      caption: actor.organisationName ?? '',
      backHref: peoplePath(visit),
      errors,
    },
    form: form({
      action: here,
      fields: [rolesField('What do they do?', allRoles)],
      values: { roles: errorsIn('roles').length > 0 ? body.roles : held },
      errors: errorsIn('roles'),
      button: 'Keep',
    }),
    inHands: inHands.map(({ title, items }) => ({
      title,
      items: items.map(({ says, path }) => ({ says, href: `/${visit.place.slug}${path}` })),
    })),
    end: form({
      action: `${here}/end`,
      fields:
        inHands.length > 0
          ? [
              {
                kind: 'radios' as const,
                name: 'handTo',
                label: 'Who is to follow these?',
                options: others
                  .filter(other => other !== null)
                  .map(({ personId, name }) => ({ value: personId, text: name })),
                orElse: { value: 'everybody', text: 'Nobody by name: everybody of ours sees them' },
              },
            ]
          : [],
      values: { handTo: body.handTo },
      errors: errorsIn('handTo'),
      button: `End what ${account?.name ?? 'they'} does for you`,
    }),
  })
}

const memberPage = page({
  method: 'GET',
  path: '/:place/our-people/:memberId',
  allow,
  params,
  handle: visit => memberView(visit as MemberVisit),
})

const memberAnswer = page({
  method: 'POST',
  path: '/:place/our-people/:memberId',
  allow,
  params,
  async handle(visit) {
    const { platform, actor, body, params } = visit
    const answer = await perform(platform.db, actor, changeRoles, {
      personId: params.memberId,
      roles: ticked(body.roles, allRoles),
    })
    return isRefusal(answer)
      ? memberView(visit as MemberVisit, errorsOf(answer))
      : redirect(`${peoplePath(visit)}?done=changed`)
  },
})

/** Whether there is something to hand on, as the actor sees it; a stranger's hands are empty. */
const hasSomethingInHand = async (visit: MemberVisit): Promise<boolean> => {
  const { platform, actor, params } = visit
  if ((await heldBy(visit, params.memberId)).length === 0) return false
  return platform.db.as(actor, async tx => {
    const account = await tx.house(() => findAccountOf(tx, params.memberId))
    const organisationId = actor.organisationId ?? ''
    return (await listInHands(tx, { personId: params.memberId, organisationId, name: account?.name ?? '' })).length > 0
  })
}

const endAnswer = page({
  method: 'POST',
  path: '/:place/our-people/:memberId/end',
  allow,
  params,
  async handle(visit) {
    const { platform, actor, body, params } = visit
    const handTo = typedLine(body.handTo)
    const had = await hasSomethingInHand(visit as MemberVisit)
    if (had && handTo === '')
      return memberView(visit as MemberVisit, [{ field: 'handTo', message: 'Choose who is to follow these' }])
    const answer = await perform(platform.db, actor, endMembershipOf, {
      personId: params.memberId,
      handTo: handTo === 'everybody' ? '' : handTo,
    })
    return isRefusal(answer)
      ? memberView(visit as MemberVisit, errorsOf(answer))
      : redirect(`${peoplePath(visit)}?done=ended`)
  },
})

/** What a coordinator does about who acts for their organisation. */
export const peopleRoutes = [
  invitePage,
  inviteAnswer,
  withdrawAnswer,
  memberPage,
  memberAnswer,
  endAnswer,
  inMyHandsPage,
]
