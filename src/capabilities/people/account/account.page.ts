/** Your account: how you sign in, where you are signed in, and what happened with it. */

import { Type } from 'typebox'
import { type Happenings, noticeOf } from '../../../design/happened.ts'
import type { Link, PageModel } from '../../../design/page.ts'
import type { Action, ErrorItem, SummaryCard } from '../../../design/view-models.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { listAuditLines } from '../../../platform/audit/audit.ts'
import { accountIdleSeconds, listSessions, sessionCookie, sessionSeconds } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { errorsOf, page, privateView, redirect, type Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { findAccountOf } from '../sign-in-store.ts'
import { listPasskeys } from './passkey-store.ts'
import { countRecoveryCodes, findAuthenticator } from './second-step-store.ts'
import { endOneSession, endOtherSessions } from './sessions.ts'

type AccountPage = PageModel & {
  inMyHands: string
  about: SummaryCard
  ways: SummaryCard
  sessions: readonly { title: string; startedAt: Date; seenAt: Date; network: string; end: Action | null }[]
  endOthers: Action | null
  lifetimes: string
  /** The accounts of one's organisation, for whoever looks after them. */
  ourPeople: Link | null
  happened: readonly { says: string; by: string; at: Date }[]
}

const happenings: Happenings = {
  'session-ended': { message: 'That session has ended. Whoever had it is asked to sign in.' },
  'others-ended': { message: 'You are signed out everywhere else.' },
  'password-changed': { message: 'Your password is changed.', detail: 'You are signed out everywhere else.' },
  'second-step-on': { message: 'The second step is on.', detail: 'You are signed out everywhere else.' },
  'second-step-off': { message: 'The second step is off.' },
}

/** What is told of an account, in its owner's words; other lines about a person are not about their account. */
const told: Readonly<Record<string, string>> = {
  'people.add-account': 'The account was made',
  'people.sign-in': 'Signed in with a password',
  'people.sign-in-with-passkey': 'Signed in with a passkey',
  'people.give-second-step': 'Gave a code as the second step',
  'people.sign-out': 'Signed out',
  'people.end-session': 'Ended a session elsewhere',
  'people.end-other-sessions': 'Signed out everywhere else',
  'people.change-password': 'Changed the password',
  'people.choose-new-password': 'Chose a new password by a link',
  'people.start-authenticator': 'Asked for a key for an authenticator app',
  'people.turn-on-second-step': 'Turned the second step on',
  'people.turn-off-second-step': 'Turned the second step off',
  'people.renew-recovery-codes': 'Made new recovery codes',
  'people.add-passkey': 'Added a passkey',
  'people.rename-passkey': 'Gave a passkey another name',
  'people.remove-passkey': 'Removed a passkey',
  'people.refuse-copied-passkey': 'A passkey was refused: it seems to have been copied',
  'people.lock-account': 'Signing in was locked after too many wrong tries',
  'people.unlock-account': 'The account was unlocked',
  'people.take-second-step-off': 'The second step was taken off',
}

const mostTold = 20
const hours = (seconds: number) => `${seconds / 3600} hours`

/** How long a session lasts, in words. */
export const lifetimesInWords = `You stay signed in for ${hours(sessionSeconds)}, or until nothing was done for ${hours(accountIdleSeconds)}.`

const accountView = async (visit: Visit, errors: readonly ErrorItem[] = []) => {
  const { platform, place, actor, cookies, query } = visit
  const personId = actor.personId ?? ''
  const here = `/${place.slug}/account`
  const { account, authenticator, codes, passkeys, sessions, lines } = await platform.db.as(actor, tx =>
    tx.house(async () => ({
      account: await findAccountOf(tx, personId),
      authenticator: await findAuthenticator(tx, personId),
      codes: await countRecoveryCodes(tx, personId),
      passkeys: await listPasskeys(tx, personId),
      sessions: await listSessions(tx, personId, cookies[sessionCookie] ?? ''),
      lines: await listAuditLines(tx, [personId]),
    })),
  )
  const model: AccountPage = {
    inMyHands: `/${place.slug}/in-my-hands`,
    page: { title: 'Your account', backHref: `/${place.slug}/start`, errors, ...noticeOf(happenings, query.done) },
    about: {
      title: 'Who you are here',
      rows: [
        { key: 'Name', value: actor.name },
        ...(account
          ? [{ key: account.email.includes('@') ? 'E-mail address' : 'Sign-in name', value: account.email }]
          : []),
        { key: 'You act for', value: actor.organisationName ?? '' },
      ],
    },
    ways: {
      title: 'How you sign in',
      rows: [
        ...(account ? [{ key: 'Password', value: 'Only you know it', change: `${here}/password` }] : []),
        {
          key: 'Second step',
          value: authenticator?.confirmedAt
            ? `On: a code from your app. ${codes === 1 ? '1 recovery code' : `${codes} recovery codes`} left`
            : 'Off: whoever learns your password can sign in',
          change: `${here}/second-step`,
        },
        {
          key: 'Passkeys',
          value: passkeys.length ? passkeys.map(({ name }) => name).join('\n') : 'None yet',
          change: `${here}/passkeys`,
        },
      ],
    },
    sessions: sessions.map(({ sessionId, device, network, createdAt, seenAt, isThis }) => ({
      title: `${device || 'A device that did not say what it is'}${isThis ? ' (this one)' : ''}`,
      startedAt: createdAt,
      seenAt,
      network,
      end: isThis
        ? null
        : {
            text: 'Sign out there',
            about: `${device || 'the device that did not say what it is'}`,
            look: 'other',
            action: `${here}/sessions/end`,
            hidden: { sessionId },
          },
    })),
    endOthers: sessions.some(({ isThis }) => !isThis)
      ? { text: 'Sign out everywhere else', look: 'danger', action: `${here}/sessions/end-others` }
      : null,
    lifetimes: lifetimesInWords,
    ourPeople: actor.permissions.has('account.look-after')
      ? { text: `The people who sign in for ${actor.organisationName}`, href: `/${place.slug}/our-people` }
      : null,
    happened: lines
      .filter(({ action }) => Object.hasOwn(told, action))
      .slice(-mostTold)
      .reverse()
      .map(({ action, actorName, actedAt }) => ({ says: told[action] ?? '', by: actorName, at: actedAt })),
  }
  return privateView('people/account/account.njk', model)
}

export const accountPage = page({
  method: 'GET',
  path: '/:place/account',
  allow: 'signed-in',
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => accountView(visit as Visit),
})

export const endSessionAnswer = page({
  method: 'POST',
  path: '/:place/account/sessions/end',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const answer = await perform(platform.db, actor, endOneSession, { sessionId: typedLine(body.sessionId) })
    // Ended already is ended.
    if (isRefusal(answer) && answer.refused !== 'no-such-session') return accountView(visit as Visit, errorsOf(answer))
    return redirect(`/${place.slug}/account?done=session-ended`)
  },
})

export const endOtherSessionsAnswer = page({
  method: 'POST',
  path: '/:place/account/sessions/end-others',
  allow: 'signed-in',
  async handle(visit) {
    const { platform, place, actor, cookies } = visit
    const answer = await perform(platform.db, actor, endOtherSessions, { heldToken: cookies[sessionCookie] ?? '' })
    if (isRefusal(answer)) return accountView(visit as Visit, errorsOf(answer))
    return redirect(`/${place.slug}/account?done=others-ended`)
  },
})
