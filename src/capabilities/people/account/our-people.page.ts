/** The people who sign in for one's organisation, for whoever looks after their accounts. */

import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { PageModel } from '../../../design/page.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { listMembers, listMemberships, roles } from '../../organisations/index.ts'
import { findAccountOf } from '../sign-in-store.ts'
import { listInvitations } from './joining/invitation-store.ts'
import { isAccountLocked, requireSecondStep, takeSecondStepOff, unlockAccount } from './look-after-accounts.ts'
import { listPasskeys } from './passkey-store.ts'
import { findAuthenticator } from './second-step-store.ts'

type OurPeoplePage = PageModel & {
  people: readonly {
    name: string
    signsInAs: string
    does: string
    secondStep: string
    isLocked: boolean
    unlock: Action | null
    takeOff: Action | null
    change: Action
  }[]
  invite: Action
  invited: readonly { name: string; says: string; withdraw: Action }[]
  required: boolean
  require: Action
  ownSignIn: string
}

const happenings: Happenings = {
  invited: { message: 'The invitation is on its way.', detail: 'It works once, for 7 days.' },
  withdrawn: { message: 'The invitation is taken back.' },
  'answered-already': { tone: 'attention', message: 'That invitation was answered or taken back already.' },
  changed: { message: 'Changed. It counts at their next page.' },
  ended: { message: 'They do not act for you any more, and are signed out everywhere.' },
  unlocked: { message: 'They can try again now.' },
  'taken-off': {
    message: 'Their second step is off, and they are signed out everywhere.',
    detail: 'They are told, and sign in with their password.',
  },
  required: {
    message: 'From now on everybody needs a second step.',
    detail: 'Whoever has none sets one up before they do anything else, at their next page.',
  },
  'not-required': { message: 'A password is enough again. Whoever has a second step keeps it.' },
}

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/our-people`

const ourPeopleView = async (visit: Visit, errors: readonly ErrorItem[] = []) => {
  const { platform, place, actor, query } = visit
  const organisationId = actor.organisationId ?? ''
  const here = pathOf(visit)
  const { people, required, open } = await platform.db.as(actor, tx =>
    // Who acts for an organisation is not granted person by person; this page shows what its coordinator put there.
    tx.house(async () => {
      const people: OurPeoplePage['people'][number][] = []
      for (const { personId, roles: held } of await listMembers(tx, organisationId)) {
        const account = await findAccountOf(tx, personId)
        if (!account) continue
        const hasApp = Boolean((await findAuthenticator(tx, personId))?.confirmedAt)
        const passkeys = (await listPasskeys(tx, personId)).length
        const isLocked = await isAccountLocked(tx, account)
        people.push({
          name: account.name,
          signsInAs: account.email,
          does: held.map(role => roles[role].split(':')[0]).join(', '),
          secondStep:
            [hasApp && 'an app', passkeys > 0 && (passkeys === 1 ? 'a passkey' : `${passkeys} passkeys`)]
              .filter(Boolean)
              .join(' and ') || 'none',
          isLocked,
          unlock: isLocked
            ? { text: 'Unlock', about: account.name, action: `${here}/unlock`, hidden: { personId } }
            : null,
          takeOff:
            (hasApp || passkeys > 0) && personId !== actor.personId
              ? {
                  text: 'Take the second step off',
                  about: `of ${account.name}`,
                  look: 'danger',
                  action: `${here}/take-off`,
                  hidden: { personId },
                }
              : null,
          change: {
            text: 'Change or end',
            about: `what ${account.name} does`,
            look: 'other',
            href: `${here}/${personId}`,
          },
        })
      }
      const own = (await listMemberships(tx, actor.personId ?? '')).find(each => each.organisationId === organisationId)
      const open = await listInvitations(tx, organisationId)
      return { people, required: own?.requiresSecondStep ?? false, open }
    }),
  )
  const model: OurPeoplePage = {
    page: {
      title: 'The people who sign in for you',
      caption: actor.organisationName ?? '',
      backHref: `/${place.slug}/account`,
      errors,
      ...noticeOf(happenings, query.done),
    },
    people,
    required,
    invite: { text: 'Invite somebody', href: `${here}/invite` },
    invited: open.map(({ invitationId, name, email, roles: asked }) => ({
      name,
      says: `${asked.map(role => roles[role].split(':')[0]).join(', ')}. ${email ? `The link went to ${email}` : 'By a code that was read out'}.`,
      withdraw: {
        text: 'Take it back',
        about: name,
        look: 'danger',
        action: `${here}/withdraw`,
        hidden: { invitationId },
      },
    })),
    ownSignIn: `${here}/own-sign-in`,
    require: {
      text: required ? 'A password is enough' : 'Require a second step',
      look: 'other',
      action: `${here}/require`,
      hidden: { required: required ? 'no' : 'yes' },
    },
  }
  return privateView('people/account/our-people.njk', model)
}

export const ourPeoplePage = page({
  method: 'GET',
  path: '/:place/our-people',
  allow: 'account.look-after',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => ourPeopleView(visit as Visit),
})

export const unlockAnswer = page({
  method: 'POST',
  path: '/:place/our-people/unlock',
  allow: 'account.look-after',
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, unlockAccount, { personId: typedLine(body.personId) })
    return isRefusal(answer)
      ? ourPeopleView(visit as Visit, errorsOf(answer))
      : redirect(`${pathOf(visit)}?done=unlocked`)
  },
})

export const takeOffAnswer = page({
  method: 'POST',
  path: '/:place/our-people/take-off',
  allow: 'account.look-after',
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, takeSecondStepOff, { personId: typedLine(body.personId) })
    return isRefusal(answer)
      ? ourPeopleView(visit as Visit, errorsOf(answer))
      : redirect(`${pathOf(visit)}?done=taken-off`)
  },
})

export const requireAnswer = page({
  method: 'POST',
  path: '/:place/our-people/require',
  allow: 'account.look-after',
  async handle(visit) {
    const { platform, actor, body } = visit
    const required = body.required === 'yes'
    const answer = await perform(platform.db, actor, requireSecondStep, { required })
    return isRefusal(answer)
      ? ourPeopleView(visit as Visit, errorsOf(answer))
      : redirect(`${pathOf(visit)}?done=${required ? 'required' : 'not-required'}`)
  },
})
