/** The mail and texts of an installation without a mail server, for whoever looks round it. */

import { Type } from 'typebox'
import { type FormView, form } from '../../design/form.ts'
import type { PageModel } from '../../design/page.ts'
import { clockInWords } from '../../design/time-in-words.ts'
import type { EmptyState } from '../../design/view-models.ts'
import { notFound, page, view } from '../../platform/http/route.ts'
import { typedLine } from '../../platform/http/typed.ts'
import { quietHours } from '../../platform/notify/quiet-hours.ts'
import { listMailbox, listMailForTheMorning } from '../../platform/notify/send.ts'
import { linkedLines, type MessageWord } from './message-lines.ts'

type MailboxPage = PageModel & {
  filter: FormView
  /** Whose messages these are; empty for everyone's. */
  to: string
  showAll: string
  messages: readonly {
    subject: string
    isText: boolean
    to: string
    toHref: string
    at: Date
    lines: readonly (readonly MessageWord[])[]
  }[]
  /** What was written in the night and waits for the morning. */
  waiting: readonly { subject: string; to: string; leaves: string }[]
  /** True when there are older ones than these. */
  more: boolean
  empty: EmptyState
}

const most = 100

const morning = clockInWords({ hour: quietHours.toMinute / 60, minute: quietHours.toMinute % 60 })

export const mailboxPage = page({
  method: 'GET',
  path: '/:place/mailbox',
  allow: 'anyone',
  query: Type.Object({ to: Type.Optional(Type.Unknown()) }),
  async handle({ platform, place, actor, query }) {
    const { demo, smtpUrl, publicUrl } = platform.config
    // Only where everybody in the mail is invented: another place's mail waits for a mail server, and is nobody's to read here.
    if (!demo || smtpUrl || !place.settings.demoSignIns) return notFound()
    const home = `/${place.slug}`
    const to = typedLine(query.to).slice(0, 254)
    const { found, waiting } = await platform.db.as(actor, async tx => ({
      found: await listMailbox(tx, most + 1, to),
      waiting: await listMailForTheMorning(tx, most, to),
    }))
    const model: MailboxPage = {
      page: { title: 'Mailbox', backHref: home },
      filter: form({
        action: `${home}/mailbox`,
        method: 'get',
        fields: [{ kind: 'text', name: 'to', label: 'Show messages to one address or number', autocomplete: 'off' }],
        values: { to },
        button: 'Show',
      }),
      to,
      showAll: `${home}/mailbox`,
      messages: found.slice(0, most).map(message => ({
        // A text has no subject: it begins with what it is about.
        subject: message.channel === 'text' ? 'Text message' : message.subject,
        isText: message.channel === 'text',
        to: message.toAddress,
        toHref: `${home}/mailbox?to=${encodeURIComponent(message.toAddress)}`,
        at: message.arrivedAt,
        lines: linkedLines(message.body, `${publicUrl}${home}`, home),
      })),
      waiting: waiting.map(({ subject, toAddress }) => ({
        subject,
        to: toAddress,
        leaves: `Leaves at ${morning}`,
      })),
      more: found.length > most,
      empty: to
        ? { title: `No messages to ${to}`, sentences: ['Check the address or number, or look at all messages.'] }
        : { title: 'No messages yet', sentences: ['They come as soon as someone asks for help or is asked to help.'] },
    }
    return view('people/mailbox.njk', model)
  },
})
