/** `/:place/volunteers/:volunteerId/no-contact`: whom a volunteer must not meet, as far as the reader may see both; saying so, and taking it back. */
import { Type } from 'typebox'
import { type FormView, form } from '../../../design/form.ts'
import type { PageModel } from '../../../design/page.ts'
import { inWords } from '../../../design/time-in-words.ts'
import type { Action, ErrorItem } from '../../../design/view-models.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { audit } from '../../../platform/audit/audit.ts'
import { isAllowed } from '../../../platform/auth/actor.ts'
import { parseReference } from '../../../platform/auth/reference.ts'
import { perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import {
  errorsOf,
  notFound,
  page,
  privateView,
  type Reply,
  redirect,
  type Visit,
} from '../../../platform/http/route.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { findPerson, listPeople } from '../../people/index.ts'
import { findRequestByReference } from '../../requests/index.ts'
import { findVolunteer } from '../../volunteers/index.ts'
import { noContactReasons } from './no-contact.ts'
import { listNoContactOf } from './no-contact-store.ts'
import { sayNoContact, undoNoContact } from './say-no-contact.ts'

type NoContactModel = PageModel & {
  pairs: readonly { name: string; says: string; undo: Action }[]
  sayIt: FormView
}

/** How the house knew one of two people again. */
const knownAgain = {
  exactly: 'Their details are those of somebody who must not meet this person and was forgotten since.',
  perhaps:
    'Their details are partly those of somebody who must not meet this person and was forgotten since. Ask them; take it back if they are somebody else.',
} as const

const params = Type.Object({ volunteerId: Type.String({ format: 'uuid' }) })
type NoContactVisit = Visit<{ volunteerId: string }, { done?: unknown }>

/** A lead sees by the house's sight what nobody granted them: whom they keep apart they need not look after. */
const seeing = <T>(tx: PlaceTx, work: () => Promise<T>): Promise<T> =>
  isAllowed(tx.actor, 'concern.see') ? tx.house(work) : work()

const draw = async (visit: NoContactVisit, errors: readonly ErrorItem[] = []): Promise<Reply> => {
  const { platform, place, actor, params, query, body } = visit
  const back = `/${place.slug}/volunteers/${params.volunteerId}`
  const here = `${back}/no-contact`
  const model = await platform.db.as(actor, tx =>
    seeing(tx, async () => {
      const volunteer = await findVolunteer(tx, params.volunteerId)
      const person = volunteer && (await findPerson(tx, volunteer.personId))
      if (!volunteer || !person) return null
      const said = await listNoContactOf(tx, volunteer.personId)
      const people = new Map(
        (
          await listPeople(
            tx,
            said.map(({ personId }) => personId),
          )
        ).map(other => [other.personId as string, other]),
      )
      // No line about the people themselves: whoever reads who looked at somebody would learn that there is something to keep them from.
      if (tx.seesAsHouse())
        await audit(tx, 'looked at whom somebody must not meet', null, { reason: `Volunteer ${params.volunteerId}` })
      const done = chosen(query.done, ['said', 'undone'] as const)
      const model: NoContactModel = {
        page: {
          title: 'Whom they must not meet',
          caption: person.name,
          kind: 'staff',
          backHref: back,
          errors,
          ...(done && {
            notice: {
              tone: 'done' as const,
              message:
                done === 'said'
                  ? 'Written down. The two are not brought together.'
                  : 'Taken back. The two may meet again.',
            },
          }),
        },
        pairs: said.flatMap(({ personId, because, saidBy, saidAt, recognised }) => {
          const other = people.get(personId)
          return other
            ? [
                {
                  name: other.name,
                  says: recognised
                    ? `${knownAgain[recognised]} Noticed ${inWords(saidAt, tx.now)}.`
                    : `${noContactReasons[because].label}. Written down by ${saidBy}, ${inWords(saidAt, tx.now)}.`,
                  undo: {
                    text: 'Take back',
                    action: here,
                    hidden: { do: 'undo', personId },
                    look: 'other' as const,
                    about: { content: other.name },
                  },
                },
              ]
            : []
        }),
        sayIt: form({
          action: here,
          hidden: { do: 'say' },
          fields: [
            {
              kind: 'text',
              name: 'reference',
              label: 'The reference of the resident’s request',
              hint: 'Like 7KM-4QX',
              width: 10,
              autocomplete: 'off',
              spellcheck: false,
            },
            {
              kind: 'radios',
              name: 'because',
              label: 'Why must they not meet?',
              options: Object.entries(noContactReasons).map(([value, { label }]) => ({ value, text: label })),
            },
          ],
          values: body,
          errors,
          button: 'They must not meet',
          instead: { text: 'Go back', href: back },
        }),
      }
      return model
    }),
  )
  return model
    ? privateView('matching/apart/no-contact.njk', model)
    : notFound('We cannot find that volunteer, or they are not yours to see.')
}

const noContactPage = page({
  method: 'GET',
  path: '/:place/volunteers/:volunteerId/no-contact',
  allow: 'no-contact.say',
  params,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => draw({ ...(visit as unknown as NoContactVisit), body: {} }),
})

const noContactAnswer = page({
  method: 'POST',
  path: '/:place/volunteers/:volunteerId/no-contact',
  allow: 'no-contact.say',
  params,
  async handle(given) {
    const visit = { ...given, query: {} } as unknown as NoContactVisit
    const { platform, place, actor, params, body } = visit
    const reference = parseReference(typedLine(body.reference))
    const undoing = body.do === 'undo'
    const found = await platform.db.as(actor, tx =>
      seeing(tx, async () => ({
        volunteer: await findVolunteer(tx, params.volunteerId),
        request: !undoing && reference ? await findRequestByReference(tx, reference) : null,
      })),
    )
    if (!found.volunteer) return notFound('We cannot find that volunteer, or they are not yours to see.')
    const { personId } = found.volunteer
    const otherPersonId = undoing ? typedLine(body.personId) : found.request?.personId
    const answer = undoing
      ? await perform(platform.db, actor, undoNoContact, { personId, otherPersonId: otherPersonId ?? '' })
      : otherPersonId
        ? await perform(platform.db, actor, sayNoContact, {
            personId,
            otherPersonId,
            because: chosen(body.because, Object.keys(noContactReasons)) ?? '',
          })
        : refuse('no-such-request', 'Enter the reference of a request you can see, like 7KM-4QX', 'reference')
    if (!isRefusal(answer))
      return redirect(`/${place.slug}/volunteers/${params.volunteerId}/no-contact?done=${undoing ? 'undone' : 'said'}`)
    return draw(
      visit,
      errorsOf(answer).map(({ field, message }) => ({
        field: ['reference', 'because'].includes(field) ? field : 'form',
        message,
      })),
    )
  },
})

export const noContactRoutes = [noContactPage, noContactAnswer]
