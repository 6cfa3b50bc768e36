import { describe, expect, it } from 'vitest'
import { aCast, worked } from '../../../../test/support/cast.ts'
import { useHouse } from '../../../../test/support/house.ts'
import { startSession } from '../../../platform/auth/session.ts'
import { perform } from '../../../platform/command.ts'
import { houseActor } from '../../../platform/db/database.ts'
import { addMember } from '../../organisations/index.ts'
import { addAccount } from '../../people/index.ts'
import { aVisitor } from '../../requests/testing.ts'
import { remindOfComplaints } from './complain.ts'

const house = useHouse()

describe('a complaint', () => {
  it('is made without an account, acknowledged at once, reminded of, answered, and read by the lead alone', async () => {
    house.setClock('2026-11-16T10:00:00Z')
    const cast = await aCast(house)
    const { db } = house.platform
    const account = { name: 'Dana', email: 'dana@example.org', password: 'a long password' }
    const { personId } = worked(await perform(db, houseActor(cast.placeId), addAccount, account))
    worked(
      await perform(db, houseActor(cast.placeId), addMember, {
        organisationId: cast.hub,
        personId,
        roles: ['data protection lead'],
      }),
    )
    const lead = aVisitor(() => house.web)
    const signIn = async () =>
      lead.cookies.set(
        'session',
        await db.asHouse(cast.placeId, tx => startSession(tx, { personId, organisationId: cast.hub })),
      )
    const told = () =>
      db.asHouse(cast.placeId, async tx =>
        (
          await tx.sql<{ line: string }[]>`
            select channel || ' ' || to_address || ': ' || subject as line from platform.notice where place_id = ${tx.placeId} and sent_for like 'complaint%' order by created_at, to_address`
        ).map(({ line }) => line),
      )
    const me = aVisitor(() => house.web)
    await me.open(`/${cast.slug}/privacy`)
    await me.follow('complain here')
    await me.press('Send the complaint')
    expect(me.errors()).toHaveLength(4)
    await me.press('Send the complaint', {
      about: 'data',
      says: 'My letter went to my neighbour.',
      fromName: 'Halina',
      fromContact: '020 7946 0123',
    })
    expect(me.words()).toMatch(/Reference [A-Z0-9]{3}-[A-Z0-9]{3}/)
    expect(me.words()).toContain('Information Commissioner')
    expect((await told())[0]).toMatch(/^phone 020 7946 0123: We have your complaint/)
    expect((await told())[1]).toBe('email dana@example.org: Somebody has complained')
    await signIn()
    await lead.open(`/${cast.slug}/complaints`)
    expect(lead.words()).toContain('Nobody looks into it yet')
    await lead.follow(lead.at.page.querySelector('.kil-results a')?.textContent?.trim() ?? '')
    const path = lead.at.path
    await lead.press('I look into it')
    expect(lead.words()).toContain('Dana')
    const ben = aVisitor(() => house.web)
    ben.cookies.set('session', cast.cookies.ben.replace('session=', ''))
    await ben.open(path)
    expect(ben.at.status).toBe(403)
    house.setClock('2026-12-09T10:00:00Z')
    await remindOfComplaints(house.platform, cast.placeId)
    await remindOfComplaints(house.platform, cast.placeId)
    expect((await told()).filter(line => line.includes('due in 7 days'))).toHaveLength(1)
    for (const day of ['2026-12-15', '2026-12-16', '2026-12-17', '2026-12-18', '2026-12-18']) {
      house.setClock(`${day}T10:00:00Z`)
      await remindOfComplaints(house.platform, cast.placeId)
    }
    expect(
      (await told()).filter(line => line.includes('The answer to a complaint is')).map(line => line.split(' is ')[1]),
    ).toEqual(['due in 7 days', 'due in 1 day', 'due today', '1 day overdue', '2 days overdue'])
    await signIn()
    await lead.open(path)
    expect(lead.at.page.querySelector('.kil-law--overdue')?.textContent).toMatch(/2 days overdue.*section 164A/s)
    await lead.press('Answer', { answer: 'We are sorry.', learned: 'Letters are read out first.' })
    expect(lead.words()).toContain('Letters are read out first.')
    expect((await told()).join('\n')).toContain('phone 020 7946 0123: Our answer to your complaint')
    await lead.post(path, { do: 'answer', answer: 'Again.', learned: 'Again.' })
    expect(lead.errors()[0]).toContain('answered already')
  })
})
