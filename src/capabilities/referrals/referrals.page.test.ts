import { describe, expect, it } from 'vitest'
import { aCast, aRequest, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { actorForSession } from '../../actor.ts'
import { listAuditLines } from '../../platform/audit/audit.ts'
import { startSession } from '../../platform/auth/session.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { addMember } from '../organisations/index.ts'
import { addAccount, saveAddressHidden } from '../people/index.ts'
import { newPlaceId } from '../places/index.ts'
import { bearerOf, closeNeed, withdrawConsent } from '../requests/index.ts'
import { expireReferrals } from './expire-referrals-job.ts'
import { sendReferral } from './send-referral.ts'

const house = useHouse()

/** What nobody may read who has not said yes, or no longer helps. */
const identifying = /Halina|Nowak|7946|Mill Row|ZZ1 ?4AB|halina@|card does not work|died in March|401234|300987/

type Sent = { cast: Cast; referralId: string; needId: string; helpRequestId: string; personId: string }

const sent = async (
  more: Parameters<typeof ask>[2] = {},
  to: 'kitchen' | 'drivers' | 'hub' = 'kitchen',
): Promise<Sent> => {
  house.setClock('2026-11-16T10:00:00Z')
  const cast = await aCast(house)
  const made = await ask(house, cast, more)
  const needId = made.needIds[0] ?? ''
  const { referralId } = worked(
    await perform(house.platform.db, cast.amira, sendReferral, {
      needId,
      organisationId: cast[to],
      basis: 'consent',
      basisGround: '',
      consentGivenHow: null,
    }),
  )
  await house.deliver(cast.placeId)
  return { cast, referralId, needId, helpRequestId: made.helpRequestId, personId: made.personId }
}

const get = (cast: Cast, path: string, cookie = '') =>
  house.web.inject({ url: `/${cast.slug}${path}`, headers: { cookie } })
const post = (cast: Cast, path: string, fields: Record<string, string> | string, cookie: string) =>
  house.web.inject({
    method: 'POST',
    url: `/${cast.slug}${path}`,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
const look = ({ cast, referralId }: Sent, cookie: string, query = '') =>
  get(cast, `/referrals/${referralId}${query}`, cookie)
const press = (
  { cast, referralId }: Sent,
  step: string,
  cookie: string,
  fields: Record<string, string> | string = '',
) => post(cast, `/referrals/${referralId}/${step}`, fields, cookie)
const yes = (of: Sent) => press(of, 'yes', of.cast.cookies.ben)

/** A cookie for somebody with other roles in one of the cast's organisations. */
const cookieFor = async (cast: Cast, organisationId: string, role: string) => {
  const lead = houseActor(cast.placeId)
  const { personId } = worked(
    await perform(house.platform.db, lead, addAccount, {
      name: 'Dee',
      email: `dee-${role.replace(' ', '-')}@example.org`,
      password: 'a long password',
    }),
  )
  worked(await perform(house.platform.db, lead, addMember, { organisationId, personId, roles: [role] }))
  return house.platform.db.asHouse(cast.placeId, async tx => {
    expect(await actorForSession(tx, { personId, organisationId })).not.toBeNull()
    return `session=${await startSession(tx, { personId, organisationId })}`
  })
}

const looks = (of: Sent) =>
  house.platform.db
    .asHouse(of.cast.placeId, tx => listAuditLines(tx, [of.personId]))
    .then(lines => lines.map(({ action, actorName }) => `${actorName} ${action}`))

describe('answer page, before the answer', () => {
  it('says what, roughly where, when, what they learn, and nothing that identifies', async () => {
    const of = await sent()
    const page = await look(of, of.cast.cookies.ben)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Can you help?')
    expect(page.body).toContain('A woman in her 70s needs food for the weekend.')
    expect(page.body).toMatch(/About a mile from you/)
    expect(page.body).toContain('In the next two days')
    expect(page.body).toContain('Answer by 2 pm, 4 hours left')
    expect(page.body).toContain('Their name, how to reach them, where they live and what they told us. Only until')
    expect(page.body).toContain('Yes, we can help')
    expect(page.body).toContain('We are full at the moment')
    expect(page.body).not.toMatch(identifying)
    expect(page.body).not.toMatch(of.personId)
    expect(page.body).not.toContain('I have been in touch')
    expect(await looks(of)).not.toContain('Ben looked at who and where')
  })

  it('says that where they live stays back where it is hidden, as it does after the yes', async () => {
    const of = await sent()
    const hide = () =>
      house.platform.db.asHouse(of.cast.placeId, tx => saveAddressHidden(tx, of.personId as never, true))
    await hide()
    const page = await look(of, of.cast.cookies.ben)
    expect(page.body).toContain('Their name and how to reach them. Not where they live nor what they told us')
    expect(page.body).toContain('agree with them where you meet')
    await yes(of)
    const after = await look(of, of.cast.cookies.ben)
    expect(after.body).toMatch(/Not shared with you: where they live/)
    expect(after.body).not.toContain('Where they live')
  })

  it('is asked for a sign-in first, and comes back to the page', async () => {
    const of = await sent()
    const page = await look(of, '')
    expect(page.statusCode).toBe(303)
    expect(page.headers.location).toContain(encodeURIComponent(`/referrals/${of.referralId}`))
  })

  it('is not there for another organisation, another place, a resident with a code, or an unknown id', async () => {
    const of = await sent()
    const elsewhere = await aCast(house)
    expect((await look(of, of.cast.cookies.cleo)).statusCode).toBe(404)
    expect((await get(elsewhere, `/referrals/${of.referralId}`, elsewhere.cookies.ben)).statusCode).toBe(404)
    const token = await house.platform.db.asHouse(of.cast.placeId, tx =>
      startSession(tx, { helpRequestId: of.helpRequestId }),
    )
    expect((await look(of, `session=${token}`)).statusCode).toBe(403)
    for (const id of [newPlaceId(), 'x', encodeURIComponent("'; drop table x"), '..'])
      expect((await get(of.cast, `/referrals/${id}`, of.cast.cookies.ben)).statusCode).toBeLessThan(500)
    for (const step of ['yes', 'no', 'in-touch', 'helping', 'done', 'could-not', 'not-needed', 'taken-back']) {
      const fields = { reasonCode: 'full', reason: '' }
      expect((await press(of, step, of.cast.cookies.cleo, fields)).statusCode).toBe(404)
      expect((await press(of, step, '', fields)).statusCode).toBe(403)
      expect((await press(of, step, `session=${token}`, fields)).statusCode).toBe(403)
    }
    expect((await look(of, of.cast.cookies.ben)).body).toContain('Yes, we can help')
  })

  it('shows no buttons to somebody of the organisation whose role does not answer', async () => {
    const of = await sent()
    for (const role of ['call handler', 'commissioner']) {
      const cookie = await cookieFor(of.cast, of.cast.kitchen, role)
      const page = await look(of, cookie)
      expect(page.statusCode).toBe(200)
      expect(page.body).not.toContain('Yes, we can help')
      expect(page.body).toContain('Your role does not include that')
      expect((await press(of, 'yes', cookie)).statusCode).toBe(403)
    }
  })

  it('does not let the sender answer for who was asked', async () => {
    const of = await sent()
    const answer = await press(of, 'yes', of.cast.cookies.amira)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('This was asked of another organisation.')
    expect(answer.body).not.toContain('Yes, we can help')
  })
})

describe('saying yes', () => {
  it('shows who it is, how to reach them as they asked, what to know and their story, each look written down', async () => {
    const of = await sent()
    const answer = await yes(of)
    expect(answer.headers.location).toBe(`/${of.cast.slug}/referrals/${of.referralId}?done=yes`)
    const page = await house.web.inject({
      url: String(answer.headers.location),
      headers: { cookie: of.cast.cookies.ben },
    })
    expect(page.body).toContain('Thank you. You said yes.')
    expect(page.body).toMatch(/<h1[^>]*>\s*Halina Nowak/)
    expect(page.body).toContain('They asked for an e-mail.')
    expect(page.body.indexOf('halina@example.org')).toBeLessThan(page.body.indexOf('020 7946 0123'))
    expect(page.body).toContain('href="mailto:halina@example.org"')
    expect(page.body).toContain('href="tel:02079460123"')
    expect(page.body).toContain('Before you get in touch: Speaks Polish')
    expect(page.body).toContain('12 Mill Row')
    expect(page.body).toContain('ZZ1 4AB')
    expect(page.body).toContain('the card does not work')
    expect(page.headers['cache-control']).toBe('no-store')
    expect((await looks(of)).filter(line => line === 'Ben looked at who and where')).toHaveLength(1)
    await look(of, of.cast.cookies.ben)
    expect((await looks(of)).filter(line => line === 'Ben looked at who and where')).toHaveLength(2)
  })

  it('shows nobody else in the organisation more than their role allows', async () => {
    const of = await sent()
    await yes(of)
    for (const role of ['call handler', 'commissioner'])
      expect((await look(of, await cookieFor(of.cast, of.cast.kitchen, role))).body).not.toMatch(identifying)
    expect((await look(of, of.cast.cookies.cleo)).statusCode).toBe(404)
    expect((await look(of, of.cast.cookies.amira)).body).not.toMatch(identifying)
  })

  it.each([
    ['phone', 'Ring', /They asked to be rung\.[\s\S]*tel:02079460123[\s\S]*mailto:/],
    ['text', 'Text', /They asked for a text message\.[\s\S]*sms:02079460123[\s\S]*tel:02079460123/],
    ['letter', 'Write a letter', /They asked for a letter\.[\s\S]*12 Mill Row[\s\S]*tel:02079460123/],
  ])('puts %s first where they asked for it', async (contactBy, words, order) => {
    const cast = await aCast(house)
    const { person } = aRequest(cast)
    const of = await sent({ person: { ...person, contactBy: contactBy as 'phone' } })
    await yes(of)
    const { body } = await look(of, of.cast.cookies.ben)
    expect(body).toContain(words)
    expect(body).toMatch(order)
  })

  it('shows who asked for them, and takes what was typed for words', async () => {
    const of = await sent({
      onBehalf: { name: 'Marta <b>', relationship: 'daughter', contact: 'marta@example.org' },
      story: '<script>alert(1)</script> {{ 7 * 7 }}',
    } as never)
    await yes(of)
    const { body } = await look(of, of.cast.cookies.ben)
    expect(body).toContain('Marta &lt;b&gt; (daughter) asked for them.')
    expect(body).toContain('href="mailto:marta@example.org"')
    expect(body).not.toContain('<script>alert')
    expect(body).toContain('{{ 7 * 7 }}')
  })

  it('goes on in steps, each offered only where it can be taken', async () => {
    const of = await sent()
    const ben = of.cast.cookies.ben
    await yes(of)
    expect((await look(of, ben)).body).toContain('I have been in touch')
    expect((await press(of, 'in-touch', ben)).headers.location).toContain('?done=in-touch')
    const touched = await look(of, ben, '?done=in-touch')
    expect(touched.body).toContain('Written down: you have been in touch.')
    expect(touched.body).not.toContain('>I have been in touch')
    expect((await press(of, 'helping', ben)).statusCode).toBe(303)
    const helping = await look(of, ben)
    expect(helping.body).toContain('Helping regularly')
    expect(helping.body).not.toContain('>We are helping regularly')
    const again = await press(of, 'in-touch', ben)
    expect(again.statusCode).toBe(422)
    expect(again.body).toContain('This is &quot;helping regularly&quot; now, so that cannot be done.')
    expect((await press(of, 'done', ben)).statusCode).toBe(303)
    await house.deliver(of.cast.placeId)
  })
})

describe('answer page, after the end', () => {
  const ends: [string, (of: Sent) => Promise<unknown>, RegExp][] = [
    [
      'declined',
      of => press(of, 'no', of.cast.cookies.ben, { reasonCode: 'full', reason: 'Back on Monday' }),
      /Ben said no: “We are full at the moment”/,
    ],
    ['recalled unanswered', of => press(of, 'taken-back', of.cast.cookies.amira), /Hub has taken this back/],
    [
      'recalled after a yes',
      async of => {
        await yes(of)
        await press(of, 'taken-back', of.cast.cookies.amira)
      },
      /You no longer see who this was/,
    ],
    [
      'done',
      async of => {
        await yes(of)
        await press(of, 'done', of.cast.cookies.ben)
      },
      /You no longer see who this was/,
    ],
    [
      'could not',
      async of => {
        await yes(of)
        await press(of, 'could-not', of.cast.cookies.ben, { reasonCode: 'nobody free', reason: 'Mrs Nowak moved' })
      },
      /You could not do it: “Nobody was free after all”/,
    ],
    [
      'no longer needed',
      async of => {
        await yes(of)
        await press(of, 'not-needed', of.cast.cookies.ben)
      },
      /This is no longer needed/,
    ],
    [
      'expired',
      async of => {
        house.advance({ hours: 5 })
        await expireReferrals(house.platform, of.cast.placeId)
      },
      /If you can still help, write to Hub at hub@example.org/,
    ],
    [
      'consent withdrawn',
      async of => {
        await yes(of)
        const bearer = bearerOf(of.cast.placeId, of.helpRequestId)
        worked(await perform(house.platform.db, bearer, withdrawConsent, { helpRequestId: of.helpRequestId }))
      },
      /You no longer see who this was/,
    ],
    [
      'need closed',
      async of => {
        await yes(of)
        worked(
          await perform(house.platform.db, of.cast.amira, closeNeed, { needId: of.needId, reason: 'no longer needed' }),
        )
      },
      /You no longer see who this was/,
    ],
  ]
  it.each(ends)('%s: says what happened and shows nobody', async (_name, end, says) => {
    const of = await sent()
    await end(of)
    await house.deliver(of.cast.placeId)
    const page = await look(of, of.cast.cookies.ben)
    expect(page.statusCode).toBe(200)
    expect(page.body).toMatch(says)
    expect(page.body).not.toMatch(identifying)
    expect(page.body).not.toContain('Yes, we can help')
    expect((await get(of.cast, '/referrals', of.cast.cookies.ben)).body).not.toMatch(identifying)
    for (const step of ['yes', 'in-touch', 'done', 'not-needed', 'helping']) {
      const late = await press(of, step, of.cast.cookies.ben)
      expect(late.statusCode).toBe(422)
      expect(late.body).not.toMatch(identifying)
      expect(late.body).toContain('kil-notice--attention')
    }
  })

  it('tells a late answer that the time has passed, even before the clock has come round', async () => {
    const of = await sent()
    house.advance({ hours: 5 })
    const page = await look(of, of.cast.cookies.ben)
    expect(page.body).toContain('Time is up')
    expect(page.body).toContain('kil-tag--overdue')
    expect(page.body).not.toContain('Yes, we can help')
    const late = await yes(of)
    expect(late.statusCode).toBe(422)
    expect(late.body).toContain('The time to answer has passed')
    expect(late.body).not.toMatch(identifying)
  })

  it('ignores words in the address that are not ours', async () => {
    const of = await sent()
    for (const done of ['constructor', 'x', '<b>', '__proto__', 'yes&done=no', 'yes', 'done', 'taken-back'])
      expect((await look(of, of.cast.cookies.ben, `?done=${done}`)).body).not.toContain('kil-notice')
  })
})

describe('saying no', () => {
  it('needs a reason, keeps what was typed, and names the field', async () => {
    const of = await sent()
    const ben = of.cast.cookies.ben
    const none = await press(of, 'no', ben, { reason: 'We moved <b>' })
    expect(none.statusCode).toBe(422)
    expect(none.body).toContain('<a href="#reasonCode">Choose why you cannot take this</a>')
    expect(none.body).toContain('We moved &lt;b&gt;')
    expect(none.body).toMatch(/<details[^>]* id="no" open/)
    const other = await press(of, 'no', ben, { reasonCode: 'other', reason: '  ' })
    expect(other.body).toContain('<a href="#reason">Say why in a few words')
    const long = await press(of, 'no', ben, { reasonCode: 'full', reason: 'x'.repeat(501) })
    expect(long.body).toContain('<a href="#reason">Keep the reason to 500 characters</a>')
    for (const hostile of [
      'reasonCode=full&reasonCode=other',
      'reasonCode=constructor',
      'reasonCode[]=full',
      `reason=${'y'.repeat(9000)}`,
    ])
      expect((await press(of, 'no', ben, hostile)).statusCode).toBe(422)
    const lines = `${'x'.repeat(249)}\r\n${'y'.repeat(250)}`
    expect((await press(of, 'no', ben, { reasonCode: 'full', reason: lines })).statusCode).toBe(303)
  })

  it('reaches the sender with the reason, and the need waits again', async () => {
    const of = await sent()
    await press(of, 'no', of.cast.cookies.ben, { reasonCode: 'full', reason: 'Back on Monday' })
    await house.deliver(of.cast.placeId)
    const page = await look(of, of.cast.cookies.amira)
    expect(page.body).toContain('Kitchen said no: “We are full at the moment”.')
    expect(page.body).toContain('They wrote: “Back on Monday”')
    expect(page.body).not.toContain('Take it back')
  })
})

describe('two at once', () => {
  it('one yes and one no: the first counts, the second reads what happened', async () => {
    const of = await sent()
    const both = await Promise.all([yes(of), press(of, 'no', of.cast.cookies.ben, { reasonCode: 'full', reason: '' })])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
    const loser = both.find(({ statusCode }) => statusCode === 422)
    expect(loser?.body).toMatch(/already answered &quot;(yes|no)&quot; by Ben/)
  })

  it('a yes while it is being taken back: whoever is second reads what happened', async () => {
    const of = await sent()
    const [answered, takenBack] = await Promise.all([yes(of), press(of, 'taken-back', of.cast.cookies.amira)])
    await house.deliver(of.cast.placeId)
    expect(takenBack.statusCode).toBe(303)
    if (answered.statusCode === 422) expect(answered.body).toContain('has taken it back')
    expect((await look(of, of.cast.cookies.ben)).body).not.toMatch(identifying)
  })
})

describe('the sender’s view', () => {
  it('shows where it stands and takes it back, without yes or no', async () => {
    const of = await sent()
    const page = await look(of, of.cast.cookies.amira)
    expect(page.body).toContain('What Kitchen was asked')
    expect(page.body).toContain('Kitchen has been asked and has until 2 pm.')
    expect(page.body).toContain('About a mile from Kitchen')
    expect(page.body).toContain(`href="/${of.cast.slug}/needs/${of.needId}"`)
    expect(page.body).not.toContain('Yes, we can help')
    const back = await press(of, 'taken-back', of.cast.cookies.amira)
    expect(back.headers.location).toContain('?done=taken-back')
    expect((await look(of, of.cast.cookies.amira, '?done=taken-back')).body).toContain('You have taken it back.')
    const again = await press(of, 'taken-back', of.cast.cookies.amira)
    expect(again.statusCode).toBe(422)
    expect(again.body).toContain('has taken it back')
  })

  it('is not the receiver’s to take back', async () => {
    const of = await sent()
    const answer = await press(of, 'taken-back', of.cast.cookies.ben)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Only whoever asked can take the question back.')
  })

  it('does not take back for someone who only looks', async () => {
    const of = await sent()
    const cookie = await cookieFor(of.cast, of.cast.hub, 'commissioner')
    expect((await look(of, cookie)).body).not.toContain('Take it back')
    expect((await press(of, 'taken-back', cookie)).statusCode).toBe(403)
  })
})

describe('inbox', () => {
  it('says plainly when nobody waits', async () => {
    const cast = await aCast(house)
    const page = await get(cast, '/referrals', cast.cookies.ben)
    expect(page.body).toContain('Nobody is waiting for your answer')
    expect(page.body).toContain('kitchen@example.org')
  })

  it('lists what waits with the time left and nothing that identifies, then what is in hand by name', async () => {
    const of = await sent()
    const before = await get(of.cast, '/referrals', of.cast.cookies.ben)
    expect(before.body).toContain('Needs your answer (1)')
    expect(before.body).toContain('Food, in the next two days')
    expect(before.body).toContain('Answer by')
    expect(before.body).toContain('kil-tag--attention')
    expect(before.body).not.toMatch(identifying)
    await yes(of)
    const after = await get(of.cast, '/referrals', of.cast.cookies.ben)
    expect(after.body).toContain('In hand (1)')
    expect(after.body).toContain('Halina Nowak')
    expect(after.body).toContain('Get in touch with them, then say so here')
    expect(await looks(of)).toContain('Ben looked at who')
    expect((await get(of.cast, '/referrals', of.cast.cookies.cleo)).body).not.toMatch(/Halina|A woman in her 70s/)
  })

  it('shows an overdue one with word, shape and colour, and ended ones folded away', async () => {
    const of = await sent()
    house.advance({ hours: 5 })
    const late = await get(of.cast, '/referrals', of.cast.cookies.ben)
    expect(late.body).toContain('Time is up')
    expect(late.body).toContain('kil-tag--overdue')
    expect(late.body).toContain('Too late to answer (1)')
    expect(late.body).not.toContain('Needs your answer')
    await expireReferrals(house.platform, of.cast.placeId)
    const ended = await get(of.cast, '/referrals', of.cast.cookies.ben)
    expect(ended.body).toContain('Ended (1)')
    expect(ended.body).toContain('No answer in time')
    expect(ended.body).not.toMatch(identifying)
  })

  it('is for those who answer', async () => {
    const cast = await aCast(house)
    expect((await get(cast, '/referrals')).statusCode).toBe(303)
    expect((await get(cast, '/referrals', await cookieFor(cast, cast.kitchen, 'call handler'))).statusCode).toBe(403)
    const elsewhere = await aCast(house)
    expect((await get(elsewhere, '/referrals', cast.cookies.ben)).statusCode).toBe(303)
  })
})

describe('how an organisation has answered', () => {
  it('is counted for those who ask', async () => {
    const of = await sent()
    const path = `/organisations/${of.cast.kitchen}/answers`
    expect((await get(of.cast, path)).statusCode).toBe(303)
    house.advance({ minutes: 30 })
    await yes(of)
    const page = await get(of.cast, path, of.cast.cookies.amira)
    expect(page.body).toContain('1 of 1')
    expect(page.body).toContain('30 minutes')
    expect((await get(of.cast, `/organisations/${of.cast.drivers}/answers`, of.cast.cookies.amira)).body).toContain(
      'Not asked yet',
    )
    expect((await get(of.cast, `/organisations/${newPlaceId()}/answers`, of.cast.cookies.amira)).statusCode).toBe(404)
  })
})
