import { addSystem } from '../src/capabilities/exchange/index.ts'
import { perform } from '../src/platform/command.ts'
import { days, later } from './story.ts'
import { done, found, type Stage } from './tell.ts'

/** An advice charity whose own case system passes needs on to Larkmere and hears what becomes of them. */
export const tellExchange = async ({ db, clock, members }: Stage, now: Date): Promise<void> => {
  const rukhsana = found(members, 'Rukhsana Mirza')
  await clock.at(later(now, -40 * days), async () =>
    done(
      await perform(db, rukhsana, addSystem, {
        name: 'Case system',
        scopes: ['referrals.answer', 'referrals.send', 'directory.read'],
        domain: 'cases.plain-sailing.example.org',
        days: '365',
      }),
    ),
  )
}
