/** Coming in by the sign-in of one's organisation: choosing it, going there, and coming back. */

import { Type } from 'typebox'
import { type FormView, form } from '../../../../design/form.ts'
import type { PageModel } from '../../../../design/page.ts'
import type { Action, ErrorItem } from '../../../../design/view-models.ts'
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts'
import { sessionCookie } from '../../../../platform/auth/session.ts'
import { sessionFrom } from '../../../../platform/auth/session-from.ts'
import { perform } from '../../../../platform/command.ts'
import { page, privateView, type Reply, redirect, type Visit } from '../../../../platform/http/route.ts'
import { asTyped, typedLine } from '../../../../platform/http/typed.ts'
import { listOrganisationsById } from '../../../organisations/index.ts'
import { afterLetIn, pathOfThisPlace } from '../../next-page.ts'
import { awaitBack, awaySeconds, comeInVouched, noteTried, notInUse, welcomeBack } from './come-in.ts'
import { askedWith } from './keep-own-sign-in.ts'
import { hearVouched, notReached, sendAway } from './open-id.ts'
import { findOwnSignIn, listOwnSignIns } from './own-sign-in-store.ts'
import { domainOf } from './vouched.ts'

/** Carries the secret of the browser somebody left from. */
const awayCookie = 'away'

type DoorPage = PageModel & { ways: readonly Action[]; form: FormView | null }

const pathOf = ({ place }: Pick<Visit, 'place'>) => `/${place.slug}/sign-in/organisation`

/** Where an organisation's sign-in is to send people back to: what its administrator registers. */
export const backTo = (visit: Pick<Visit, 'place' | 'platform'>): string =>
  `${visit.platform.config.publicUrl}${pathOf(visit)}/back`

const doorView = async (
  visit: Visit,
  next: string | null,
  { only, errors = [] }: { only?: string | undefined; errors?: readonly ErrorItem[] } = {},
) => {
  const { platform, place, actor, body } = visit
  const organisations = await platform.db.as(actor, async tx => {
    const ids = (await listOwnSignIns(tx)).map(({ organisationId }) => organisationId)
    const found = await listOrganisationsById(tx, ids)
    return found.filter(each => only === undefined || each.organisationId === only)
  })
  const onwards = next ? `?next=${encodeURIComponent(next)}` : ''
  const model: DoorPage = {
    page: { title: 'Sign in with your organisation', backHref: `/${place.slug}/sign-in`, errors },
    ways: organisations
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(({ organisationId, name }) => ({
        text: `Go to the sign-in of ${name}`,
        look: only === undefined ? 'other' : 'main',
        // A link: a form may send nobody to another site.
        href: `${pathOf(visit)}/${organisationId}${onwards}`,
      })),
    form:
      only === undefined && organisations.length > 0
        ? form({
            action: pathOf(visit),
            fields: [
              {
                kind: 'text',
                name: 'email',
                label: 'Your e-mail address at work, or the name of your organisation',
                autocomplete: 'email',
                spellcheck: false,
              },
            ],
            values: { email: typedLine(body.email) },
            errors,
            hidden: next ? { next } : {},
            button: 'Find it',
          })
        : null,
  }
  return privateView('people/account/own-sign-in/at-the-door.njk', model)
}

const ownSignInDoorPage = page({
  method: 'GET',
  path: '/:place/sign-in/organisation',
  allow: 'anyone',
  query: Type.Object({ next: Type.Optional(Type.Unknown()) }),
  handle: visit => doorView(visit as Visit, pathOfThisPlace(visit.query.next, visit.place.slug)),
})

const ownSignInDoorAnswer = page({
  method: 'POST',
  path: '/:place/sign-in/organisation',
  allow: 'anyone',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const next = pathOfThisPlace(body.next, place.slug)
    const typed = typedLine(body.email).slice(0, 254)
    const domain = domainOf(typed)
    const only = await platform.db.as(actor, async tx => {
      const ways = await listOwnSignIns(tx)
      if (domain) return ways.find(({ domains }) => domains.includes(domain))?.organisationId
      const plain = (name: string) =>
        name
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, ' ')
          .trim()
      const organisations = await listOrganisationsById(
        tx,
        ways.map(({ organisationId }) => organisationId),
      )
      const named = organisations.filter(({ name }) => plain(typed) !== '' && plain(name).includes(plain(typed)))
      return (named.length === 1 ? named[0] : named.find(({ name }) => plain(name) === plain(typed)))?.organisationId
    })
    if (only) return doorView(visit as Visit, next, { only })
    const message = domain
      ? 'No organisation here has a sign-in for addresses like that. Choose yours above, or sign in with a password'
      : 'Enter an e-mail address like name@example.org, or the name of your organisation as it stands above'
    return doorView(visit as Visit, next, { errors: [{ field: 'email', message }] })
  },
})

const problem = (visit: Pick<Visit, 'place'>, { message }: Refusal, backHref = `/${visit.place.slug}/sign-in`) =>
  privateView('design/problem.njk', {
    page: { title: 'You are not signed in', backHref },
    because: '',
    sentences: [message],
  })

/** Sends somebody to an organisation's sign-in; `triedBy` tries settings that may not count yet. */
export const sendThere = async (
  visit: Visit,
  organisationId: string,
  { triedBy, next }: { triedBy: string | null; next: string | null },
): Promise<Reply | Refusal> => {
  const { platform, actor } = visit
  const { db, config } = platform
  const settings = await db.asHouse(actor.placeId, async tx => {
    const found = await findOwnSignIn(tx, organisationId)
    return found && (found.triedAt || triedBy) ? askedWith(tx, found) : null
  })
  if (!settings) return notInUse()
  const sent = await sendAway(settings, backTo(visit), {
    opened: config.feedsAlsoFrom,
    now: platform.clock(),
    anew: triedBy !== null,
  })
  if (isRefusal(sent)) return sent
  const browser = await db.asHouse(actor.placeId, tx => awaitBack(tx, sent, { organisationId, triedBy, next }))
  return redirect(sent.address, [{ name: awayCookie, value: browser, maxAgeSeconds: awaySeconds }])
}

const ownSignInGoPage = page({
  method: 'GET',
  path: '/:place/sign-in/organisation/:organisationId',
  allow: 'anyone',
  params: Type.Object({ organisationId: Type.String({ format: 'uuid' }) }),
  query: Type.Object({ next: Type.Optional(Type.Unknown()) }),
  async handle(visit) {
    const { place, params, query } = visit
    const next = pathOfThisPlace(query.next, place.slug)
    const answer = await sendThere(visit as unknown as Visit, params.organisationId, { triedBy: null, next })
    return isRefusal(answer) ? problem(visit, answer, pathOf(visit)) : answer
  },
})

const notAwaited: Refusal = {
  refused: 'not-awaited',
  message:
    'We did not expect you back from there now: it took more than 15 minutes, you came back already, or you left in another browser. Start again from the sign-in page.',
}

const ownSignInBackPage = page({
  method: 'GET',
  path: '/:place/sign-in/organisation/back',
  allow: 'anyone',
  // Signed and addressed to us, or not: `hearVouched` reads it whole.
  query: Type.Object({}, { additionalProperties: true }),
  async handle(visit) {
    const { platform, place, actor, query, cookies, url } = visit
    const { db, config } = platform
    const [state, browser] = [asTyped((query as Record<string, unknown>).state), cookies[awayCookie] ?? '']
    const found = await db.asHouse(actor.placeId, async tx => {
      const awaited = await welcomeBack(tx, state, browser)
      const settings = awaited && (await findOwnSignIn(tx, awaited.organisationId))
      return awaited && { awaited, settings: settings && askedWith(tx, settings) }
    })
    if (!found) return problem(visit, notAwaited)
    const { awaited, settings } = found
    const { organisationId, triedBy, next } = awaited
    const keptAt = `/${place.slug}/our-people/own-sign-in`
    const vouched = settings
      ? await hearVouched(settings, `${backTo(visit)}?${url.split('?')[1] ?? ''}`, awaited, {
          opened: config.feedsAlsoFrom,
          now: platform.clock(),
        })
      : notReached()
    if (isRefusal(vouched)) return problem(visit, vouched, triedBy ? keptAt : pathOf(visit))
    const heard = { ...vouched, methods: [...vouched.methods] }
    if (triedBy) {
      if (actor.personId !== triedBy || actor.organisationId !== organisationId) return problem(visit, notAwaited)
      const tried = await perform(db, actor, noteTried, { vouched: heard })
      return isRefusal(tried) ? problem(visit, tried, keptAt) : redirect(`${keptAt}?done=tried`)
    }
    const held = cookies[sessionCookie]
    const answer = await perform(db, actor, comeInVouched, {
      organisationId,
      vouched: heard,
      from: sessionFrom(visit),
      ...(held && { heldToken: held }),
    })
    if (isRefusal(answer)) return problem(visit, answer, pathOf(visit))
    return redirect(afterLetIn(place, { ...answer, actsForSeveral: false }, next), [
      { name: awayCookie, value: null },
      { name: sessionCookie, value: answer.token },
    ])
  },
})

/** What anybody at the door comes by. */
export const ownSignInDoor = [ownSignInDoorPage, ownSignInDoorAnswer, ownSignInGoPage, ownSignInBackPage]
