/** A coordinator fills the form in with somebody on the phone, and reads out how they sign in where they have no e-mail. */
import { form } from '../../design/form.ts'
import type { ErrorItem } from '../../design/view-models.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { sealCode, unsealCode } from '../../platform/auth/reference.ts'
import { perform } from '../../platform/command.ts'
import { readDraft, saveDraft } from '../../platform/http/drafts.ts'
import { errorsOf, notFound, page, privateView, redirect, type Visit } from '../../platform/http/route.ts'
import { newSecret } from '../../platform/platform.ts'
import { cannotSettle } from '../organisations/index.ts'
import { listNeighbourhoods } from '../places/index.ts'
import { joinByPhone } from './join.ts'
import { joinFields, readJoinForm } from './join-form.ts'
import { notYoursToLookAt } from './joined.page.ts'

const flow = 'join by phone'
const cookieName = 'joined-by-phone'
/** Long enough to read a name and a password out twice. */
const shownSeconds = 15 * 60

const neighbourhoodsForMe = ({ platform, actor }: Visit) =>
  platform.db.as(actor, async tx => ((await cannotSettle(tx)) ? null : listNeighbourhoods(tx)))

const formView = async (visit: Visit, errors: readonly ErrorItem[] = []) => {
  const neighbourhoods = await neighbourhoodsForMe(visit)
  if (!neighbourhoods) return notFound(notYoursToLookAt)
  const { place, body } = visit
  return privateView('design/question.njk', {
    page: {
      title: 'A group joins on the phone',
      kind: 'staff',
      backHref: `/${place.slug}/joined`,
      ...(errors.length && { errors }),
    },
    form: form({
      action: `/${place.slug}/joined/by-phone`,
      fields: joinFields(neighbourhoods, true),
      values: body ?? {},
      errors,
      button: 'They have joined',
    }),
  })
}

const formPage = page({
  method: 'GET',
  path: '/:place/joined/by-phone',
  allow: 'sharing.settle',
  handle: visit => formView(visit as never),
})

const formAnswer = page({
  method: 'POST',
  path: '/:place/joined/by-phone',
  allow: 'sharing.settle',
  async handle(visit) {
    const { platform, place, actor, body } = visit
    const neighbourhoods = await neighbourhoodsForMe(visit as never)
    if (!neighbourhoods) return notFound(notYoursToLookAt)
    const read = readJoinForm(body, neighbourhoods, true)
    if ('errors' in read) return formView(visit as never, read.errors)
    const joined = await perform(platform.db, actor, joinByPhone, read.group)
    if (isRefusal(joined)) return formView(visit as never, errorsOf(joined))
    const token = newSecret()
    const { signIn } = joined
    await platform.db.asHouse(actor.placeId, tx =>
      saveDraft(tx, token, flow, {
        name: read.group.name,
        sealed: signIn ? sealCode(JSON.stringify(signIn), token) : null,
      }),
    )
    return redirect(`/${place.slug}/joined/read-out`, [{ name: cookieName, value: token, maxAgeSeconds: shownSeconds }])
  },
})

const readOutPage = page({
  method: 'GET',
  path: '/:place/joined/read-out',
  allow: 'sharing.settle',
  async handle({ platform, place, actor, cookies }) {
    const token = cookies[cookieName] ?? ''
    const kept = await platform.db.asHouse(actor.placeId, tx => readDraft(tx, token, flow))
    if (typeof kept.name !== 'string')
      return notFound('How a group signs in is shown only right after it joined on the phone.')
    const signIn =
      typeof kept.sealed === 'string'
        ? (JSON.parse(unsealCode(kept.sealed, token)) as { name: string; password: string })
        : null
    return privateView('joining/read-out.njk', {
      page: {
        title: signIn ? 'Say it slowly' : 'The link is on its way',
        kind: 'staff',
        backHref: `/${place.slug}/joined`,
        notice: { tone: 'done', message: signIn ? `${kept.name} has joined.` : 'We have sent them the link.' },
      },
      signIn,
      site: `${platform.config.publicUrl}/${place.slug}/sign-in`,
      takeHref: `/${place.slug}/requests/take`,
    })
  },
})

/** The pages for joining on the phone. */
export const byPhoneRoutes = [formPage, formAnswer, readOutPage]
