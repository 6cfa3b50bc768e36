/** The way in by six figures, or by the link beside them, for whoever has no account: asking, typing, opening. One for each thing that codes open. */

import { Type } from 'typebox'
import { form } from '../../../design/form.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { addressLimit, guess, isWithinLimits } from '../../../platform/auth/attempts.ts'
import { endSession, type SessionSubject, sessionCookie, startSession } from '../../../platform/auth/session.ts'
import { sessionFrom } from '../../../platform/auth/session-from.ts'
import type { CapabilityJob } from '../../../platform/capability.ts'
import { command, perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, page, privateView, type Route, redirect, type Visit } from '../../../platform/http/route.ts'
import { typedLine } from '../../../platform/http/typed.ts'
import { textsLeave } from '../../../platform/notify/send.ts'
import { findOwnPlace, ringUs } from '../../places/index.ts'
import { fromInput } from '../account/set-up-authenticator.ts'
import { type Opens, saveProvedPhone, type TypedReach, useCodes } from './code-store.ts'
import {
  askForCode,
  codeMinutes,
  codeQueue,
  codeTries,
  isWrongCode,
  readCode,
  readReach,
  sendCodes,
  wrongCode,
} from './one-time-code.ts'

/** Something a code opens. */
export interface Openable {
  readonly id: string
  /** How whoever it is tells it from others that the same address opens: "Reference 7KM-4QX". */
  readonly says: string
  /** Whose phone answered, when it was a text; null where the number is not of whoever it is about. */
  readonly personId: string | null
  readonly session: SessionSubject
}

interface CodeDoor {
  readonly opens: Opens
  /** Where it stands below the place, and what it belongs to: '/volunteer/code', '/volunteer/sign-in'. */
  readonly at: string
  readonly backAt: string
  /** Where it leads, below the place. */
  readonly leadsTo: string
  readonly title: string
  /** What it opens, in a message: 'your volunteering page'. */
  readonly what: string
  /** What an address or number opens; in the house's sight. */
  list(tx: PlaceTx, reach: TypedReach): Promise<readonly Openable[]>
}

/** True where texts to people of this place leave by themselves. */
export const canText = ({ platform, place }: Pick<Visit, 'platform' | 'place'>): boolean =>
  textsLeave(platform.config, Boolean(place.settings.demoSignIns))

const given = Type.Union([
  Type.Object({ codeId: Type.String({ format: 'uuid' }), code: Type.String({ maxLength: 40 }) }),
  Type.Object({ link: Type.String({ maxLength: 100 }) }),
])

const asksAtOnce = 30

/** Asks for a code to somebody and gives the page it is typed on; a refusal where too many were asked for from one address of the network. */
export const sendCodeTo = async (
  { platform, place, actor, remoteAddress }: Visit,
  door: Pick<CodeDoor, 'opens' | 'at'>,
  reach: TypedReach,
) => {
  const within = await isWithinLimits(platform.db, actor, [
    { subject: `codes asked for from ${remoteAddress}`, limit: asksAtOnce },
  ])
  if (!within) return refuse('too-many-attempts', 'Too many codes were asked for here. Wait 15 minutes, or ring us.')
  const asked = await perform(platform.db, actor, askForCode, { opens: door.opens, ...reach })
  return isRefusal(asked) ? asked : redirect(`/${place.slug}${door.at}/${asked.codeId}`)
}

/** Makes the pages and the job of a door. */
export const codeDoor = (door: CodeDoor): { routes: readonly Route[]; job: CapabilityJob } => {
  const { at, backAt, leadsTo, title } = door

  const enter = command({
    name: 'people.enter-by-code',
    allow: 'anyone',
    inHouse: true,
    input: Type.Object({
      given,
      which: Type.String({ maxLength: 40 }),
      heldToken: Type.Optional(Type.String()),
      from: fromInput,
    }),
    async run(tx, { given, which, heldToken, from }) {
      const asked = await readCode(tx, door.opens, given)
      if (isRefusal(asked)) return asked
      const opened = await door.list(tx, asked)
      if (opened.length === 0) return wrongCode()
      const one = opened.length === 1 ? opened[0] : opened.find(({ id }) => id === which)
      if (!one) return refuse('which-one', 'Choose which one to open', 'which')
      await useCodes(tx, asked)
      if (asked.channel === 'text' && one.personId) await saveProvedPhone(tx, one.personId, asked.reach)
      if (heldToken) await endSession(tx, heldToken)
      return { recordId: one.id, token: await startSession(tx, one.session, { from }) }
    },
  })

  const come = async (visit: Visit, given: { codeId: string; code: string } | { link: string }) => {
    const { platform, place, actor, cookies, body, remoteAddress } = visit
    const held = cookies[sessionCookie]
    const answer = await guess(
      platform.db,
      actor,
      [
        ...('codeId' in given ? [{ subject: `one-time code ${given.codeId}`, limit: codeTries }] : []),
        { subject: `address ${remoteAddress}`, limit: addressLimit },
      ],
      isWrongCode,
      () =>
        perform(platform.db, actor, enter, {
          given,
          which: typedLine(body.which),
          from: sessionFrom(visit),
          ...(held && { heldToken: held }),
        }),
    )
    return isRefusal(answer)
      ? answer
      : redirect(`/${place.slug}${leadsTo}`, [{ name: sessionCookie, value: answer.token }])
  }

  /** What there is to choose from, for whoever gave a right code or link. */
  const choices = (visit: Visit, given: { codeId: string; code: string } | { link: string }) =>
    visit.platform.db.asHouse(visit.actor.placeId, async tx => {
      const asked = await readCode(tx, door.opens, given)
      return isRefusal(asked) ? [] : door.list(tx, asked)
    })

  const whichField = (opened: readonly Openable[]) => ({
    kind: 'radios' as const,
    name: 'which',
    label: 'Which one?',
    options: opened.map(({ id, says }) => ({ value: id, text: says })),
  })

  const askView = (visit: Visit, errors: readonly ErrorItem[] = []) => {
    const { place, body } = visit
    const texts = canText(visit)
    return privateView('design/question.njk', {
      page: { title, backHref: `/${place.slug}${backAt}`, errors },
      form: form({
        action: `/${place.slug}${at}`,
        fields: [
          {
            kind: 'text',
            name: 'reach',
            label: texts ? 'Your e-mail address or mobile number' : 'Your e-mail address',
            hint: `The one you gave us. We send a code of six figures there. Nobody has it any more? You can ${ringUs(place)}.`,
            autocomplete: texts ? 'username' : 'email',
            spellcheck: false,
          },
        ],
        values: { reach: typedLine(body.reach).slice(0, 254) },
        errors,
        button: 'Send me a code',
      }),
    })
  }

  const ask = page({
    method: 'GET',
    path: `/:place${at}`,
    allow: 'anyone',
    handle: async visit => askView(visit as Visit),
  })

  const askAnswer = page({
    method: 'POST',
    path: `/:place${at}`,
    allow: 'anyone',
    async handle(visit) {
      const reach = readReach(typedLine(visit.body.reach), canText(visit as Visit))
      if ('message' in reach) return askView(visit as Visit, [{ field: 'reach', message: reach.message }])
      const sent = await sendCodeTo(visit as Visit, door, reach)
      return isRefusal(sent) ? askView(visit as Visit, [{ field: 'reach', message: sent.message }]) : sent
    },
  })

  const params = Type.Object({ askedCode: Type.String({ format: 'uuid' }) })
  type CodeVisit = Visit<{ askedCode: string }>

  // The same page for every id: whether a code went out is not told.
  const codeView = async (visit: CodeVisit, refusal: Refusal | null = null) => {
    const { place, params, body } = visit
    const code = typedLine(body.code)
    const chooses = refusal?.refused === 'which-one'
    const errors = refusal ? errorsOf(refusal) : []
    return privateView('design/question.njk', {
      page: { title: 'Enter the code', backHref: `/${place.slug}${at}`, errors, oneThing: true },
      form: form({
        action: `/${place.slug}${at}/${params.askedCode}`,
        fields: chooses
          ? [whichField(await choices(visit as unknown as Visit, { codeId: params.askedCode, code }))]
          : [
              {
                kind: 'text',
                name: 'code',
                label: 'The code of six figures',
                hint: `If we know the address or number you gave, a code is on its way there. It works once, for ${codeMinutes} minutes. Nothing came? Look among unwanted mail, or you can ${ringUs(place)}.`,
                width: 10,
                inputmode: 'numeric',
                autocomplete: 'one-time-code',
                spellcheck: false,
              },
            ],
        errors: body.which === undefined && chooses ? [] : errors,
        hidden: chooses ? { code } : {},
        button: 'Open it',
        instead: { text: 'Have a new code sent', href: `/${place.slug}${at}` },
      }),
    })
  }

  const code = page({
    method: 'GET',
    path: `/:place${at}/:askedCode`,
    allow: 'anyone',
    params,
    handle: visit => codeView(visit as CodeVisit),
  })

  const codeAnswer = page({
    method: 'POST',
    path: `/:place${at}/:askedCode`,
    allow: 'anyone',
    params,
    async handle(visit) {
      const answer = await come(visit as unknown as Visit, {
        codeId: visit.params.askedCode,
        code: typedLine(visit.body.code),
      })
      return isRefusal(answer) ? codeView(visit as CodeVisit, answer) : answer
    },
  })

  const linkParams = Type.Object({ codeLink: Type.String({ maxLength: 100 }) })
  type LinkVisit = Visit<{ codeLink: string }>

  const linkView = async (visit: LinkVisit, refusal: Refusal | null = null) => {
    const { place, params } = visit
    const opened = await choices(visit as unknown as Visit, { link: params.codeLink })
    if (opened.length === 0)
      return privateView('design/say.njk', {
        page: { title: 'This link opens nothing', backHref: `/${place.slug}${backAt}` },
        sentences: [`It works once, for ${codeMinutes} minutes, and was used, is older, or a part of it is missing.`],
        phones: [],
        actions: [{ text: 'Have a new one sent', href: `/${place.slug}${at}` }],
        more: [],
      })
    return privateView('design/question.njk', {
      page: { title, errors: refusal ? errorsOf(refusal) : [], oneThing: true },
      form: form({
        action: `/${place.slug}${at}/link/${params.codeLink}`,
        fields: opened.length > 1 ? [whichField(opened)] : [],
        errors: refusal ? errorsOf(refusal) : [],
        button: 'Open it',
      }),
    })
  }

  const link = page({
    method: 'GET',
    path: `/:place${at}/link/:codeLink`,
    allow: 'anyone',
    params: linkParams,
    // Only looked at: programs that check mail open every link before its reader does.
    handle: visit => linkView(visit as LinkVisit),
  })

  const linkAnswer = page({
    method: 'POST',
    path: `/:place${at}/link/:codeLink`,
    allow: 'anyone',
    params: linkParams,
    async handle(visit) {
      const answer = await come(visit as unknown as Visit, { link: visit.params.codeLink })
      return isRefusal(answer) ? linkView(visit as LinkVisit, answer) : answer
    },
  })

  return {
    routes: [ask, askAnswer, code, codeAnswer, link, linkAnswer],
    job: {
      queue: codeQueue(door.opens),
      cron: '* * * * *',
      run: async ({ db }, placeId) => {
        await db.asHouse(placeId, async tx => {
          const place = await findOwnPlace(tx)
          await sendCodes(tx, door.opens, async (tx, reach) => (await door.list(tx, reach)).length > 0, {
            what: door.what,
            placeName: place?.name ?? '',
            linkPath: `${at}/link`,
          })
        })
      },
    },
  }
}
