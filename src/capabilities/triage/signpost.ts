import { Type } from 'typebox'
import { isRefusal, refuse } from '../../kernel/refusal.ts'
import { command } from '../../platform/command.ts'
import { getListedService } from '../directory/index.ts'
import { accessNeedToDecide, closeNeed } from '../requests/index.ts'
import { cannotCloseWhileHeld, decide } from './decide.ts'

/** Tells the resident about a listed service; nothing is passed on, and the need closes as signposted. */
export const signpost = command({
  name: 'triage.signpost',
  allow: 'request.triage',
  input: Type.Object({
    needId: Type.String({ format: 'uuid', mend: 'Choose a need' }),
    listedServiceId: Type.String({ format: 'uuid', mend: 'Choose a service to tell them about' }),
  }),
  async run(tx, input) {
    const found = await accessNeedToDecide(tx, input.needId, 'change')
    if (isRefusal(found)) return found
    const { need } = found
    const held = await cannotCloseWhileHeld(tx, need)
    if (held) return held
    const service = await getListedService(tx, input.listedServiceId)
    if (!service) return refuse('no-such-service', 'That service is not in the directory any more.')
    await decide(
      tx,
      need,
      { decision: 'signpost', organisationId: null, listedServiceId: input.listedServiceId, reason: '' },
      { serviceName: service.name },
    )
    return closeNeed.run(tx, { needId: need.needId, reason: 'signposted' })
  },
})
