import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aCast, ask } from '../../../test/support/cast.ts'
import { useHouse } from '../../../test/support/house.ts'
import { newId } from '../../kernel/ids.ts'
import { copyOfEverything } from './subject-access.ts'

const house = useHouse()

describe('a copy of everything held about somebody', () => {
  it('is one command: a page and JSON, by story, with who looked and who may see', async () => {
    const cast = await aCast(house)
    const { personId, reference } = await ask(house, cast)
    await house.deliver(cast.placeId)
    const out = await mkdtemp(join(tmpdir(), 'copy-'))
    const done = await house.commandLine('subject-access', reference, '--place', cast.slug, '--out', out)
    expect(done).toMatchObject({ code: 0, err: '' })
    const html = await readFile(join(out, 'everything-held.html'), 'utf8')
    const copy = JSON.parse(await readFile(join(out, 'everything-held.json'), 'utf8'))
    expect(copy).toMatchObject({ format: 'keepitlocal/subject-access/1', personIds: [personId] })
    expect(copy.sections.map(({ story }: { story: string }) => story)).toEqual([
      'Who you are',
      'What you asked for',
      'What we told you',
      'What runs behind the pages',
    ])
    for (const words of ['Halina Nowak', 'My husband died in March', '12 Mill Row', 'Speaks Polish'])
      expect(html).toContain(words)
    expect(copy.mayBeSeenBy.map(({ who }: { who: string }) => who)).toContain('Hub')
    expect(copy.heldBack[0]).toContain('Schedule 3')
  })
  it('says nothing of an emergency that is held back from them, not even that there is one', async () => {
    const cast = await aCast(house)
    const { personId } = await ask(house, cast)
    const copy = () => house.platform.db.asHouse(cast.placeId, tx => copyOfEverything(tx, [personId]))
    const before = await copy()
    await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`
        insert into oversight.break_glass (place_id, break_glass_id, asked_for, person_id, reason, asked_by_id, asked_by, asked_at, state, open_until, held_because)
        values (${cast.placeId}, ${newId()}, 'her', ${personId}, 'She fell at home', ${newId()}, 'Kit', ${tx.now}, 'approved', ${tx.now}, 'Her nephew reads it')`,
    )
    const { sections, heldBack } = await copy()
    expect({ sections, heldBack }).toEqual({ sections: before.sections, heldBack: before.heldBack })
    await house.platform.db.asHouse(
      cast.placeId,
      tx => tx.sql`update oversight.break_glass set held_because = null where place_id = ${cast.placeId}`,
    )
    expect(JSON.stringify((await copy()).sections)).toContain('She fell at home')
  })
})
