import { Type } from 'typebox'
import { needKinds } from '../../kernel/need-kind.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { writeNotice } from '../../platform/notify/notice.ts'
import type { AtNight } from '../../platform/notify/quiet-hours.ts'
import { findPerson, listReachedByText } from '../people/index.ts'
import { accessHelpRequest } from './access.ts'
import { listNeedsOf } from './help-request-store.ts'

/**
 * Tells the resident, or whoever asked for them, what has happened: by mail where that is how they want to be reached, by text where they wanted that and proved their number,
 * otherwise as a call or letter for the organisation that triages to do. `sentFor` makes telling the same thing twice impossible.
 */
export const tellResident = command({
  name: 'requests.tell-resident',
  allow: 'need.progress',
  input: Type.Object({
    helpRequestId: Type.String({ format: 'uuid' }),
    needId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    sentFor: Type.String(),
    subject: Type.String(),
    sentences: Type.Array(Type.String()),
    /** Whether it may leave at night; it waits unless said. */
    atNight: Type.Optional(Type.Enum(['waits', 'answer', 'urgent'] satisfies AtNight[])),
  }),
  async run(tx, { helpRequestId, needId, sentFor, subject, sentences, atNight = 'waits' }) {
    const request = await accessHelpRequest(tx, helpRequestId)
    if (isRefusal(request)) return request
    const person = await findPerson(tx, request.personId)
    if (!person) return { recordId: helpRequestId }
    const need = needId ? (await listNeedsOf(tx, helpRequestId)).find(other => other.needId === needId) : undefined
    const about = need ? needKinds[need.kind].label.toLowerCase() : null
    const byText =
      !request.onBehalfContact &&
      person.contactBy === 'text' &&
      (await listReachedByText(tx, [person.personId])).has(person.personId)
    const body = [
      ...(request.onBehalfName
        ? [`${request.onBehalfName}, this is about the help you asked for on behalf of someone else.`]
        : []),
      ...(about ? [`About: ${about}.`] : []),
      ...sentences,
      byText
        ? `Reference ${request.reference}.`
        : `Your reference is ${request.reference}. You can see what is happening, or tell us it is no longer needed, with your reference and code.`,
    ].join('\n\n')
    // Someone who asked for another is told by the contact they left; otherwise the resident, as they want to be reached.
    const byMail = request.onBehalfContact
      ? request.onBehalfContact.includes('@')
      : person.contactBy === 'email' && person.email
    const atHome = person.address && [person.address, person.postcode].filter(part => part).join('\n')
    const address =
      request.onBehalfContact ?? (byMail ? person.email : person.contactBy === 'letter' ? atHome : person.phone)
    await writeNotice(tx, {
      aboutId: helpRequestId,
      holderIds: [
        request.triagedByOrganisationId,
        ...(request.takenByOrganisationId ? [request.takenByOrganisationId] : []),
      ],
      sentFor,
      atNight: atNight as AtNight,
      channel: byMail
        ? 'email'
        : byText
          ? 'text'
          : !request.onBehalfContact && person.contactBy === 'letter'
            ? 'letter'
            : 'phone',
      toName: request.onBehalfName ?? person.name,
      toAddress: address ?? person.phone ?? atHome ?? 'no contact details',
      subject,
      body,
      link: { words: 'See what is happening', path: '/my-request' },
    })
    return { recordId: helpRequestId }
  },
})
