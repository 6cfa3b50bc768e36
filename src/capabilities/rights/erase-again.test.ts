import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aCast, ask, type Cast, worked } from '../../../test/support/cast.ts'
import { everywhere } from '../../../test/support/everywhere.ts'
import { useHouse } from '../../../test/support/house.ts'
import { backUp } from '../../../test/support/scratch.ts'
import { runCommandLine } from '../../command-line.ts'
import { perform } from '../../platform/command.ts'
import { houseActor } from '../../platform/db/database.ts'
import { openPlatform } from '../../platform/platform.ts'
import { acceptReferral, sendReferral } from '../referrals/index.ts'
import { bearerOf, sayNoLongerNeeded } from '../requests/index.ts'
import { aVolunteer } from '../volunteers/testing.ts'
import { answerComplaint, takeComplaint } from './complaints/complain.ts'
import { takeDataRequest } from './data-requests/take-data-request.ts'

const house = useHouse()

/** Somebody who asked for help, was helped, volunteers, complained, and asked for a copy: all over, and all in their name. */
const aLife = async (cast: Cast, word: string, phone: string) => {
  const { db } = house.platform
  const lead = houseActor(cast.placeId)
  const email = `${word.toLowerCase()}@example.org`
  const name = `Halina ${word}`
  const asked = await ask(house, cast, {
    story: `My husband died, ${word}.`,
    person: {
      name,
      phone,
      email,
      contactBy: 'email',
      address: `12 ${word} Row`,
      postcode: 'ZZ1 4AB',
      position: { x: 401_234, y: 300_987 },
      neighbourhoodId: null,
      neighbourhoodName: null,
      communicationNeeds: word,
    },
  })
  const needId = asked.needIds[0] ?? ''
  const sent = worked(
    await perform(db, cast.amira, sendReferral, {
      needId,
      organisationId: cast.kitchen,
      basis: 'consent',
      basisGround: '',
      consentGivenHow: 'said on the phone',
    }),
  )
  worked(await perform(db, cast.ben, acceptReferral, { referralId: sent.recordId }))
  await house.deliver(cast.placeId)
  worked(await perform(db, bearerOf(cast.placeId, asked.helpRequestId), sayNoLongerNeeded, { needId }))
  const volunteer = await aVolunteer(house.platform, cast.placeId, cast.hub, { name, phone, email })
  const { complaintId } = worked(
    await perform(db, lead, takeComplaint, {
      about: 'data' as never,
      says: `${word} is on the wrong list.`,
      fromName: name,
      fromContact: email,
      takenHow: 'by phone' as never,
    }),
  )
  worked(await perform(db, lead, answerComplaint, { complaintId, answer: `Sorry, ${word}.`, learned: 'Nothing.' }))
  worked(
    await perform(db, lead, takeDataRequest, {
      kind: 'access' as never,
      askedByName: name,
      askedContact: email,
      askedHow: 'by phone' as never,
      says: `All about ${word}.`,
    }),
  )
  await db.asHouse(cast.placeId, async tx => {
    await tx.sql`update rights.data_request set state = 'done', answered_at = ${tx.now}, answer = ${word} where place_id = ${tx.placeId} and asked_contact = ${email}`
    await tx.sql`insert into platform.form_draft (place_id, token_hash, flow, answers, expires_at) values (${tx.placeId}, ${word}, 'ask', ${tx.sql.json({ email })}, ${new Date(tx.now.getTime() + 3_600_000)})`
  })
  await house.deliver(cast.placeId)
  return { ...asked, volunteer }
}

describe('a backup from before people were erased', () => {
  it('is put back, erased again in one word for the whole place, and nothing of them is left', async () => {
    const cast = await aCast(house)
    const words = ['Quetzalwort', 'Zibeldorn']
    const [one, other] = [
      await aLife(cast, words[0] ?? '', '020 7946 0911'),
      await aLife(cast, words[1] ?? '', '020 7946 0912'),
    ]
    const stays = await aLife(cast, 'Larksong', '020 7946 0913')
    const before = await Promise.all(words.map(word => everywhere(house.owner, word)))
    for (const found of before)
      for (const column of [
        'people.person.name',
        'platform.notice.to_address',
        'rights.complaint.says',
        'platform.form_draft.answers',
      ])
        expect(found).toContain(column)

    const backup = await backUp(house.owner, await mkdtemp(join(tmpdir(), 'backup-')))
    for (const { reference } of [one, other]) {
      const done = await house.commandLine('erase', reference, '--place', cast.slug, '--because', 'They asked.')
      expect(done).toMatchObject({ code: 0, err: '' })
    }
    for (const word of words) expect([word, await everywhere(house.owner, word)]).toEqual([word, []])

    const { owner, drop } = await backup.restore()
    expect((await everywhere(owner, words[0] ?? '')).sort()).toEqual(before[0]?.sort())
    const platform = await openPlatform(house.platform.config, owner, house.platform.clock, 2)
    try {
      const told: string[] = []
      const terminal = {
        platform,
        out: (text: string) => told.push(text),
        err: (text: string) => told.push(text),
        isTty: false,
      }
      expect([await runCommandLine(['erase', 'again', '--place', cast.slug], terminal), told]).toEqual([
        0,
        ['Erased again: 2.'],
      ])
      for (const word of words) expect([word, await everywhere(owner, word)]).toEqual([word, []])
      // Whoever nobody erased is there as before, and so is what is counted.
      expect(await everywhere(owner, 'Larksong')).toContain('people.person.name')
      const closed = await platform.db.asHouse(
        cast.placeId,
        tx => tx.sql`select 1 from requests.need where place_id = ${tx.placeId} and state = 'closed'`,
      )
      expect(closed).toHaveLength([one, other, stays].length)
      told.length = 0
      expect([await runCommandLine(['erase', 'again', '--all'], terminal), told]).toEqual([
        0,
        ['Nobody had come back.'],
      ])
    } finally {
      await platform.db.close()
      await drop()
    }
    console.log(`The backup was made by ${backup.how}.`)
  }, 120_000)
})
